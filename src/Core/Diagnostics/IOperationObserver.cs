namespace OstreePS.Core.Diagnostics;

/// <summary>Hears what a long operation is doing. Members may be called from any thread, several at once.</summary>
public interface IOperationObserver
{
    /// <summary>The observer that hears nothing.</summary>
    static IOperationObserver None { get; } = new SilentObserver();

    /// <summary>The operation has come further. Called often: an observer samples, it does not print each step.</summary>
    void Advance(in OperationProgress step);

    /// <summary>A decision worth knowing for someone who asked for details.</summary>
    void Note(string message);

    /// <summary>Something is not as it should be, yet the operation goes on.</summary>
    void Warn(string message);

    private sealed class SilentObserver : IOperationObserver
    {
        public void Advance(in OperationProgress step)
        {
        }

        public void Note(string message)
        {
        }

        public void Warn(string message)
        {
        }
    }
}
