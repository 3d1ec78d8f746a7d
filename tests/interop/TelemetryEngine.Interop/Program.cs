using TelemetryEngine.Interop;

// Our side of the cross-checks with other implementations of Arrow: run.sh builds this and run.mjs calls it.
switch (args)
{
    case ["write", string folder]:
        MatrixWriter.Write(folder);
        return 0;
    case ["check", string folder]:
        return PeerFiles.Check(folder, Console.Out) ? 0 : 1;
    default:
        Console.Error.WriteLine("interop write FOLDER   writes FOLDER/matrix.json and the files that it names");
        Console.Error.WriteLine("interop check FOLDER   reads the files that FOLDER/files.json names and compares their values");
        return 2;
}
