using System.Runtime.ExceptionServices;

namespace TelemetryEngine.Execution.Scanning;

// Threads that share a piece of work. The caller's is one of them; a failure of any is thrown there, once all have ended.
internal static class Crew
{
    // Runs the work once for each number, as if each had a thread of its own. Where the system gives fewer, this one does what is left.
    public static void Run(int threads, Action<int> work) => Run(threads, work, TryStart);

    // Starts a thread; false when the system gives none, as in a container that may have only so many.
    public static bool TryStart(Thread thread)
    {
        try
        {
            thread.Start();
            return true;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            return false;
        }
    }

    // As Run, with another way to start threads.
    internal static void Run(int threads, Action<int> work, Func<Thread, bool> tryStart)
    {
        ExceptionDispatchInfo? failure = null;
        List<Thread> others = [];
        for (int number = 1; number < threads; number++)
        {
            int own = number;
            Thread other = new(() => Guarded(own)) { IsBackground = true };
            if (!tryStart(other))
            {
                break;
            }

            others.Add(other);
        }

        Guarded(0);
        for (int number = others.Count + 1; number < threads; number++)
        {
            Guarded(number);
        }

        foreach (Thread other in others)
        {
            other.Join();
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

    // Does some items, each on the thread that is free first.
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
