using Sbir.Generate;
using Sbir.Pipeline;

if (args is ["generate", .. var rest])
{
    return GenerateCommand.Run(rest, Console.Error);
}

await using var application = SbirApplication.Create(args);
return await application.RunAsync(args);
