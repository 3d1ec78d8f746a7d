using System.Runtime.ExceptionServices;

namespace TelemetryEngine.Execution;

/// <summary>Threads that share a piece of work. The caller's is one of them; a failure of any is thrown there, once all have ended.</summary>
internal static class Crew
{
    /// <summary>Runs the work once on each thread; it is told the thread's number.</summary>
    public static void Run(int threads, Action<int> work)
    {
        ExceptionDispatchInfo? failure = null;
        Thread[] others = new Thread[threads - 1];
        for (int i = 0; i < others.Length; i++)
        {
            int number = i + 1;
            others[i] = new Thread(() => Guarded(number)) { IsBackground = true };
            others[i].Start();
        }

        Guarded(0);
        foreach (Thread thread in others)
        {
            thread.Join();
        }

        failure?.Throw();

        void Guarded(int number)
        {
            try
            {
                work(number);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            }
        }
    }

    /// <summary>Does some items, each on the thread that is free first.</summary>
    public static void Each(int threads, int items, Action<int> work)
    {
        int next = 0;
        Run(Math.Clamp(items, 1, threads), _ =>
        {
            for (int item = Interlocked.Increment(ref next) - 1; item < items; item = Interlocked.Increment(ref next) - 1)
            {
                work(item);
            }
        });
    }
}
