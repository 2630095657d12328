using System.Management.Automation;

namespace OstreePS.Foundation;

/// <summary>One thing that the work asks of the pipeline thread.</summary>
/// <remarks>A class: a channel of structs would be compiled anew in each session, before the first cmdlet writes anything.</remarks>
internal sealed class PipelineCall
{
    private readonly object? _subject;
    private readonly Kind _kind;

    private PipelineCall(Kind kind, object? subject)
    {
        _kind = kind;
        _subject = subject;
    }

    private enum Kind
    {
        Write,
        WriteEach,
        Invoke,
        Ask,
    }

    public static PipelineCall Write(object? value) => new(Kind.Write, value);

    public static PipelineCall WriteEach(Array values) => new(Kind.WriteEach, values);

    public static PipelineCall Invoke(Action<PSCmdlet> action) => new(Kind.Invoke, action);

    public static PipelineCall Ask(PipelineQuestion question) => new(Kind.Ask, question);

    public void Play(PSCmdlet cmdlet)
    {
        switch (_kind)
        {
            case Kind.Write:
                cmdlet.WriteObject(_subject);
                break;
            case Kind.WriteEach:
                cmdlet.WriteObject(_subject, enumerateCollection: true);
                break;
            case Kind.Invoke:
                ((Action<PSCmdlet>)_subject!)(cmdlet);
                break;
            case Kind.Ask:
                ((PipelineQuestion)_subject!).Answer(cmdlet);
                break;
        }
    }

    /// <summary>The pipeline will not play this call any more: whoever waits for an answer must not wait for ever.</summary>
    public void Abandon() => (_subject as PipelineQuestion)?.Abandon();
}
