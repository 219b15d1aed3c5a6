using Sbir.Generate;

return GenerateCommand.Run(args, Console.Error);
