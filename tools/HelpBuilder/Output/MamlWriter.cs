using System.Xml.Linq;
using HelpBuilder.Pages;
using HelpBuilder.Surface;
using Markdig.Syntax;

namespace HelpBuilder.Output;

/// <summary>Writes the XML that Get-Help reads.</summary>
internal sealed class MamlWriter
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace s_root = "http://msh";

    private readonly XElement _items = new(s_root + "helpItems", new XAttribute("schema", "maml"));

    public void Add(HelpPage page, string source, CmdletSurface cmdlet)
    {
        var commandDescription = new XElement(s_maml + "description", Paras(page.Synopsis, source));
        _items.Add(new XElement(
            s_command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XElement(
                s_command + "details",
                new XElement(s_command + "name", cmdlet.Name),
                new XElement(s_command + "verb", cmdlet.Verb),
                new XElement(s_command + "noun", cmdlet.Noun),
                commandDescription),
            new XElement(s_maml + "description", Paras(page.Description, source)),
            new XElement(s_command + "syntax", cmdlet.Sets.Select(set => Syntax(page, source, cmdlet, set))),
            new XElement(s_command + "parameters", cmdlet.Parameters.Select(p => Parameter(page, source, p, p.Uses[0])), Standard(cmdlet)),
            new XElement(s_command + "inputTypes", page.Inputs.Select(e => Typed("inputType", e, source))),
            new XElement(s_command + "returnValues", page.Outputs.Select(e => Typed("returnValue", e, source))),
            page.Notes.IsEmpty ? null : new XElement(s_maml + "alertSet", new XElement(s_maml + "alert", Paras(page.Notes, source))),
            new XElement(s_command + "examples", page.Examples.Select(e => Example(e, source))),
            new XElement(s_command + "relatedLinks", PlainText.Paragraphs(page.Links.Blocks, source).Select(Link))));
    }

    public void Save(string path) => new XDocument(new XDeclaration("1.0", "utf-8", null), _items).Save(path);

    private static XElement Para(string text) => new(s_maml + "para", text);

    private static IEnumerable<XElement> Paras(Prose prose, string source) => PlainText.Paragraphs(prose.Blocks, source).Select(Para);

    private static XElement Syntax(HelpPage page, string source, CmdletSurface cmdlet, string set)
        => new(
            s_command + "syntaxItem",
            new XElement(s_maml + "name", cmdlet.Name),
            SyntaxText.ParametersOf(cmdlet, set).Select(p => Parameter(page, source, p.Parameter, p.Use)),
            Standard(cmdlet));

    private static XElement Parameter(HelpPage page, string source, ParameterSurface parameter, ParameterUse use)
    {
        HelpEntry entry = page.Parameters.First(e => e.Title == "-" + parameter.Name);
        XElement element = ParameterElement(
            parameter.Name, use.Mandatory, parameter.TakesWildcards, use.PipelineText, use.PositionText, string.Join(", ", parameter.Aliases));
        element.Add(new XElement(s_maml + "description", Paras(entry.Body, source)));
        if (parameter.Values.Count > 0)
        {
            element.Add(new XElement(
                s_command + "parameterValueGroup",
                parameter.Values.Select(v => new XElement(s_command + "parameterValue", Flags(required: false), v))));
        }

        if (!parameter.IsSwitch)
            element.Add(new XElement(s_command + "parameterValue", Flags(required: true), parameter.Type));
        element.Add(Type(parameter.Type), new XElement(s_dev + "defaultValue", parameter.IsSwitch ? "False" : entry.Default));
        return element;
    }

    private static IEnumerable<XElement> Standard(CmdletSurface cmdlet)
    {
        if (!cmdlet.SupportsShouldProcess)
            yield break;
        yield return Switch("WhatIf", "wi", "Says what would be done, and does nothing.");
        yield return Switch("Confirm", "cf", "Asks before anything is changed.");
    }

    private static XElement Switch(string name, string alias, string description)
    {
        XElement element = ParameterElement(name, mandatory: false, wildcards: false, "False", "Named", alias);
        element.Add(
            new XElement(s_maml + "description", Para(description)), Type("SwitchParameter"), new XElement(s_dev + "defaultValue", "False"));
        return element;
    }

    private static XElement ParameterElement(string name, bool mandatory, bool wildcards, string pipeline, string position, string aliases)
        => new(
            s_command + "parameter",
            new XAttribute("required", mandatory),
            new XAttribute("variableLength", value: true),
            new XAttribute("globbing", wildcards),
            new XAttribute("pipelineInput", pipeline),
            new XAttribute("position", position),
            new XAttribute("aliases", aliases.Length == 0 ? "none" : aliases),
            new XElement(s_maml + "name", name));

    private static XAttribute[] Flags(bool required) => [new("required", required), new("variableLength", value: false)];

    private static XElement Type(string name) => new(s_dev + "type", new XElement(s_maml + "name", name), new XElement(s_maml + "uri"));

    private static XElement Typed(string element, HelpEntry entry, string source)
        => new(s_command + element, Type(entry.Title), new XElement(s_maml + "description", Paras(entry.Body, source)));

    private static XElement Example(HelpEntry example, string source)
    {
        IEnumerable<string> code = example.Body.Blocks.OfType<FencedCodeBlock>().Where(b => b.Info == "powershell").Select(PlainText.Code);
        IEnumerable<string> remarks = PlainText.Paragraphs(example.Body.Blocks.Where(b => b is not FencedCodeBlock { Info: "powershell" }), source);
        return new XElement(
            s_command + "example",
            new XElement(s_maml + "title", $"------- {example.Title} -------"),
            new XElement(s_dev + "code", string.Join("\n\n", code)),
            new XElement(s_dev + "remarks", remarks.Select(Para)));
    }

    private static XElement Link(string text)
        => new(s_maml + "navigationLink", new XElement(s_maml + "linkText", text.TrimStart('-', ' ')), new XElement(s_maml + "uri"));
}
