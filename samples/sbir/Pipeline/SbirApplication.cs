using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sbir.Clients;
using Sbir.Enrich;
using Sluice.Hosting;

namespace Sbir.Pipeline;

/// <summary>The whole pipeline: the assets in code here, the SQL models in <c>models/</c>, the stages and gates in <c>sluice.yml</c>.</summary>
internal static class SbirApplication
{
    internal static SluiceApplication Create(string[] args)
    {
        var builder = SluiceApplication.CreateBuilder(args);
        var project = new ProjectFolder(builder.Folder);
        builder.Services.AddSingleton(project);
        builder.Services.AddSingleton<SourcePaths>();
        builder.Services.AddSingleton<EntityCatalogs>();
        builder.Services.AddSingleton<GraphTargets>();
        builder.Services.AddSingleton<HttpClient>();
        builder.Services.AddOptions<SbirSettings>()
            .BindConfiguration(SbirSettings.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .Validate(settings => settings.ReviewRatio is >= 0 and <= 1 && settings.AcceptedRatio is >= 0 and <= 1, "Sbir:ReviewRatio and Sbir:AcceptedRatio are ratios from 0 to 1")
            .Validate(settings => settings.ReviewRatio <= settings.AcceptedRatio, "Sbir:ReviewRatio must not be above Sbir:AcceptedRatio")
            .Validate(settings => settings.GraphBatchRows is >= 1 and <= 100_000, "Sbir:GraphBatchRows must lie within 1 and 100000")
            .ValidateOnStart();
        var settings = builder.Configuration.GetSection(SbirSettings.Section).Get<SbirSettings>() ?? new SbirSettings();
        var paths = new SourcePaths(Microsoft.Extensions.Options.Options.Create(settings), project);
        builder.AddIngestion(paths);
        builder.AddSamAnswers();
        builder.AddPatentAnswers();
        builder.AddEnrichment();
        builder.AddCet(paths);
        builder.AddPatents(paths);
        builder.AddLoad();
        builder.AddSqlProject();
        return builder.Build();
    }
}
