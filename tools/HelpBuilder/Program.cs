using HelpBuilder;

if (Arguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

return arguments.Update ? HelpBuild.Update(arguments) : HelpBuild.Build(arguments);
