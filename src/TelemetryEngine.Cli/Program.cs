return TelemetryEngine.Cli.CommandLine.Run(args);
