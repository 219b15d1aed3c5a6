using Sluice.Hosting;
using StarterPipeline;

var builder = SluiceApplication.CreateBuilder(args);
Pipeline.Configure(builder);
await using var application = builder.Build();
return await application.RunAsync(args);
