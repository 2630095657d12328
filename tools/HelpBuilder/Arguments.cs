namespace HelpBuilder;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments(string Module, string Pages, string Output, bool Update)
{
    public const string Usage = """
        HelpBuilder --module OstreePS.dll --pages FOLDER --output FOLDER    check the pages and write MAML and about_ topics
        HelpBuilder --module OstreePS.dll --pages FOLDER --update           bring syntax and parameter facts in the pages up to date
        """;

    public static Arguments? Parse(string[] args)
    {
        string? module = null;
        string? pages = null;
        string? output = null;
        bool update = false;
        for (int i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--update":
                    update = true;
                    break;
                case "--module" when i + 1 < args.Length:
                    module = Path.GetFullPath(args[++i]);
                    break;
                case "--pages" when i + 1 < args.Length:
                    pages = args[++i];
                    break;
                case "--output" when i + 1 < args.Length:
                    output = args[++i];
                    break;
                default:
                    return null;
            }
        }

        return module is null || pages is null || (output is null && !update) ? null : new Arguments(module, pages, output ?? "", update);
    }
}
