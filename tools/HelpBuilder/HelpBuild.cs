using HelpBuilder.Output;
using HelpBuilder.Pages;
using HelpBuilder.Surface;

namespace HelpBuilder;

/// <summary>The two jobs: build the help from the pages, and bring the pages up to date with the cmdlets.</summary>
internal static class HelpBuild
{
    public static int Build(Arguments arguments)
    {
        var problems = new Problems();
        var maml = new MamlWriter();
        IReadOnlyList<CmdletSurface> cmdlets = SurfaceReader.Read(arguments.Module);
        foreach (CmdletSurface cmdlet in cmdlets)
            AddPage(arguments, cmdlet, maml, problems);
        foreach (string path in Directory.EnumerateFiles(arguments.Pages, "*-*.md").Order(StringComparer.Ordinal))
        {
            if (cmdlets.All(c => c.Name != Path.GetFileNameWithoutExtension(path)))
                problems.Add(path, 1, "no public cmdlet has this name");
        }

        List<(string Name, string Text)> topics =
        [
            .. Directory.EnumerateFiles(arguments.Pages, "about_*.md").Order(StringComparer.Ordinal)
                .Select(p => (Path.GetFileNameWithoutExtension(p), AboutTopic.Write(p, File.ReadAllText(p), problems))),
        ];
        if (problems.Any)
            return Report(problems);

        Directory.CreateDirectory(arguments.Output);
        maml.Save(Path.Combine(arguments.Output, "OstreePS.dll-Help.xml"));
        foreach ((string name, string text) in topics)
            File.WriteAllText(Path.Combine(arguments.Output, name + ".help.txt"), text);
        return 0;
    }

    public static int Update(Arguments arguments)
    {
        var problems = new Problems();
        foreach (CmdletSurface cmdlet in SurfaceReader.Read(arguments.Module))
            UpdatePage(PathOf(arguments, cmdlet), cmdlet, problems);
        return Report(problems);
    }

    // A page that was not understood is left as it is: rewriting it would lose what its author wrote.
    private static void UpdatePage(string path, CmdletSurface cmdlet, Problems problems)
    {
        string before = File.Exists(path) ? File.ReadAllText(path) : "";
        var own = new Problems();
        HelpPage page = PageReader.Read(path, before, own);
        if (own.Any)
        {
            problems.AddAll(own);
            return;
        }

        string after = PageWriter.Write(page, cmdlet);
        if (string.Equals(before, after, StringComparison.Ordinal))
            return;
        File.WriteAllText(path, after);
        Console.WriteLine($"{path}: updated");
    }

    private static int Report(Problems problems)
    {
        foreach (string line in problems.Lines)
            Console.Error.WriteLine(line);
        return problems.Any ? 1 : 0;
    }

    private static void AddPage(Arguments arguments, CmdletSurface cmdlet, MamlWriter maml, Problems problems)
    {
        string path = PathOf(arguments, cmdlet);
        if (!File.Exists(path))
        {
            problems.Add(path, 1, $"{cmdlet.Name} has no page; HelpBuilder --update begins one");
            return;
        }

        string source = File.ReadAllText(path);
        var own = new Problems();
        HelpPage page = PageReader.Read(path, source, own);
        PageChecker.Check(page, source, cmdlet, own);
        if (own.Any)
            problems.AddAll(own);
        else
            maml.Add(page, source, cmdlet);
    }

    private static string PathOf(Arguments arguments, CmdletSurface cmdlet) => Path.Combine(arguments.Pages, cmdlet.Name + ".md");
}
