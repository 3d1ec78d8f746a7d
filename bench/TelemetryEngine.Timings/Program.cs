using TelemetryEngine.Timings;

// Our side of the jobs in bench/peers that the program `telemetry` does not do: run.sh publishes this and run.mjs calls it.
switch (args)
{
    case ["query", string job, string input, string output]:
        Console.WriteLine(MemoryQuery.Run(job, input, output));
        return 0;
    case ["sql", string statement]:
        Console.WriteLine(SqlPlanning.Run(statement));
        return 0;
    case ["gunzip", string file]:
        Console.WriteLine(Gunzip.Run(file));
        return 0;
    default:
        Console.Error.WriteLine("timings query JOB INPUT.arrow OUTPUT.arrow   the job's query over the input's record batches in memory, again and again");
        Console.Error.WriteLine("timings sql STATEMENT                        from the text to the bound plan, again and again; nothing is run");
        Console.Error.WriteLine("timings gunzip FILE                          the runtime's GZipStream alone, its bytes thrown away");
        return 2;
}
