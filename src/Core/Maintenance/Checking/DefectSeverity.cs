namespace OstreePS.Core.Maintenance.Checking;

/// <summary>How bad a defect is.</summary>
public enum DefectSeverity
{
    /// <summary>Worth knowing; nothing is lost.</summary>
    Information,

    /// <summary>Not as it should be, yet every commit can be read.</summary>
    Warning,

    /// <summary>A commit or a ref cannot be relied on.</summary>
    Error,
}
