TelemetryEngine.Cli.Reports.StandardStreams.Secure();
return TelemetryEngine.Cli.CommandLine.Run(args);
