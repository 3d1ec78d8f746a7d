using TelemetryEngine.Timings;

// Our side of the jobs in bench/peers that the program `telemetry` does not do: run.sh publishes this and run.mjs calls it.
switch (args)
{
    case ["query", string job, string input, string output]:
        Console.WriteLine(MemoryQuery.Run(job, input, output));
        return 0;
    case ["sql", string statement, string file]:
        Console.WriteLine(SqlPlanning.OnFile(statement, file));
        return 0;
    case ["sql-batches", string statement, string file]:
        Console.WriteLine(SqlPlanning.OnBatches(statement, file));
        return 0;
    case ["gunzip", string file]:
        Console.WriteLine(Gunzip.Run(file));
        return 0;
    default:
        Console.Error.WriteLine(
            """
            timings query JOB INPUT.arrow OUTPUT.arrow   the job's query over the input's record batches in memory, again and again
            timings sql STATEMENT FILE.csv               from the text to the bound plan on the table readings, again and again
            timings sql-batches STATEMENT FILE.csv       the same with the file's first rows as record batches
            timings gunzip FILE                          the runtime's GZipStream alone, its bytes thrown away
            """);
        return 2;
}
