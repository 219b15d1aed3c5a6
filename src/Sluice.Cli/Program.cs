using Sluice.Cli.Invocation;
using Sluice.Cli.Projects;

CollectionPause.Begin();
var host = CommandHost.OfProcess();
using var interrupts = new Interrupts(host.Error, host.Screen);
return await SluiceCommandLine.RunAsync(args, host, interrupts.Token);
