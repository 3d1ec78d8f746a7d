TelemetryEngine.Cli.WideProgram.Become(args);
TelemetryEngine.Cli.Reports.StandardStreams.Secure();
return TelemetryEngine.Cli.CommandLine.Run(args);
