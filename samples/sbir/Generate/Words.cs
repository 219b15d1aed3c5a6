namespace Sbir.Generate;

/// <summary>What made-up companies, people and abstracts are made of.</summary>
internal static class Words
{
    internal static readonly string[] NameBeginnings =
    [
        "Acu", "Aero", "Alta", "Astra", "Axio", "Beacon", "Bio", "Blue", "Bright", "Cal", "Cardinal", "Cascade", "Cedar", "Ceram", "Cirrus", "Clear", "Cobalt",
        "Cogni", "Copper", "Cryo", "Cyber", "Delta", "Dyna", "Eagle", "Echo", "Electro", "Ember", "Envi", "Equi", "Ever", "Falcon", "Fiber", "Flex", "Flux",
        "Fore", "Gamma", "Gen", "Geo", "Giga", "Granite", "Grey", "Harbor", "Helio", "Hexa", "High", "Hydro", "Immuno", "Indigo", "Infra", "Inno", "Inter",
        "Ion", "Iron", "Juniper", "Kestrel", "Key", "Kin", "Lake", "Laser", "Lumen", "Luna", "Macro", "Mag", "Maple", "Meta", "Micro", "Molecu", "Nano",
        "Neuro", "North", "Nova", "Omni", "Opti", "Orbi", "Osprey", "Oxy", "Pacific", "Pan", "Para", "Peak", "Photon", "Physi", "Pinnacle", "Poly", "Prairie",
        "Prime", "Proto", "Pulse", "Quant", "Radi", "Rapid", "Red", "Ridge", "River", "Robo", "Sage", "Sci", "Sensor", "Sierra", "Sigma", "Silver", "Sky",
        "Solar", "Sono", "Spectra", "Stellar", "Summit", "Syn", "Tech", "Tele", "Terra", "Thermo", "Titan", "Tri", "True", "Ultra", "Uni", "Vector", "Vela",
        "Verdi", "Visi", "Vita", "Vulcan", "Wave", "West", "White", "Wind", "Xeno", "Yellow", "Zenith", "Zephyr",
    ];

    internal static readonly string[] NameEndings =
    [
        "bridge", "core", "craft", "dyne", "field", "flow", "forge", "gate", "genics", "graph", "light", "line", "logic", "max", "mark", "matrix", "metrics",
        "nautics", "net", "nix", "optics", "path", "plex", "point", "port", "sense", "scape", "scope", "space", "spring", "star", "stone", "synth", "tec",
        "tron", "vance", "vention", "vision", "wave", "works", "yield", "zyme",
    ];

    internal static readonly string[] NameKinds =
    [
        "Systems", "Technologies", "Research", "Laboratories", "Sciences", "Engineering", "Dynamics", "Materials", "Therapeutics", "Photonics", "Aerospace",
        "Analytics", "Robotics", "Solutions", "Instruments", "Innovations", "Diagnostics", "Defense Systems", "Energy", "Software",
    ];

    internal static readonly string[] Designators =
        [", Inc.", " Inc.", " LLC", ", LLC", " Corporation", " Corp.", " Company", ", Incorporated", " Ltd.", "", "", " Co.", ", L.L.C."];

    internal static readonly string[] FirstNames =
    [
        "Ada", "Alan", "Amir", "Ana", "Bao", "Carla", "Chen", "Dana", "David", "Elena", "Emeka", "Erik", "Fatima", "Grace", "Hana", "Hugo", "Ivan", "Ines",
        "James", "Jorge", "Julia", "Kenji", "Laura", "Linh", "Luis", "María", "Mei", "Michael", "Nadia", "Noor", "Olga", "Omar", "Priya", "Rachel", "Raj",
        "Renée", "Robert", "Sara", "Sofia", "Tariq", "Thomas", "Uma", "Victor", "Wei", "Yuki", "Zoë",
    ];

    internal static readonly string[] LastNames =
    [
        "Abbott", "Adeyemi", "Ahmed", "Anderson", "Baker", "Bauer", "Becker", "Chen", "Cohen", "Costa", "Díaz", "Diaz", "Edwards", "Evans", "Fischer", "Fox",
        "García", "Garcia", "Gupta", "Hall", "Hansen", "Harris", "Ito", "Jackson", "Johnson", "Kaplan", "Kim", "Kowalski", "Kumar", "Larsen", "Lee", "Lewis",
        "Lopez", "Martin", "Miller", "Müller", "Nguyen", "Novak", "O'Brien", "Okafor", "Olsen", "Park", "Patel", "Petrov", "Quinn", "Reyes", "Rossi", "Russo",
        "Sato", "Schmidt", "Singh", "Smith", "Tanaka", "Torres", "Usman", "Vasquez", "Walker", "Wang", "Weber", "Williams", "Wright", "Yamada", "Young", "Zhang",
    ];

    internal static readonly string[] Streets = ["Innovation Drive", "Research Parkway", "Main Street", "Technology Way", "Oak Avenue", "Science Blvd", "Mill Road", "Airport Road"];

    internal static readonly (string Code, string Name, string City, string ZipPrefix)[] Places =
    [
        ("MA", "Massachusetts", "Woburn", "018"), ("CA", "California", "San Diego", "921"), ("VA", "Virginia", "Arlington", "222"), ("MD", "Maryland", "Bethesda", "208"),
        ("TX", "Texas", "Austin", "787"), ("CO", "Colorado", "Boulder", "803"), ("OH", "Ohio", "Dayton", "454"), ("NY", "New York", "Ithaca", "148"),
        ("FL", "Florida", "Orlando", "328"), ("NM", "New Mexico", "Albuquerque", "871"), ("WA", "Washington", "Seattle", "981"), ("NC", "North Carolina", "Durham", "277"),
        ("AL", "Alabama", "Huntsville", "358"), ("NH", "New Hampshire", "Hanover", "037"), ("MI", "Michigan", "Ann Arbor", "481"), ("PR", "Puerto Rico", "San Juan", "009"),
    ];

    internal static readonly string[] Universities =
        ["University of Colorado", "Massachusetts Institute of Technology", "Johns Hopkins University", "Stanford University", "Georgia Tech", "Purdue University"];

    /// <summary>Agency, its branches, and how its solicitations are named.</summary>
    internal static readonly (string Name, string Short, string[] Branches, string Solicitation)[] Agencies =
    [
        ("Department of Defense", "DOD", ["Air Force", "Navy", "Army", "Defense Advanced Research Projects Agency", "Missile Defense Agency"], "DOD"),
        ("Department of Defense", "DOD", ["Air Force", "Navy", "Army"], "DOD"),
        ("Department of Health and Human Services", "HHS", ["National Institutes of Health", "Centers for Disease Control and Prevention"], "PA"),
        ("National Aeronautics and Space Administration", "NASA", [""], "SBIR"),
        ("Department of Energy", "DOE", [""], "DE-FOA"),
        ("National Science Foundation", "NSF", [""], "NSF"),
        ("Department of Agriculture", "USDA", [""], "USDA"),
    ];

    internal static readonly string[] Naics = ["541715", "541714", "541512", "334511", "336414", "334413", "325414", "541330", "541511", "336411"];

    internal static readonly string[] Adjectives =
    [
        "advanced", "compact", "low-cost", "high-efficiency", "scalable", "robust", "novel", "lightweight", "portable", "integrated", "adaptive", "resilient", "rapid",
        "miniaturized", "distributed", "real-time", "passive", "modular", "trustworthy", "field-ready",
    ];

    internal static readonly string[] Verbs =
        ["demonstrate", "develop", "design", "characterize", "validate", "optimize", "fabricate", "model", "integrate", "test", "evaluate", "mature"];

    internal static readonly string[] Plain =
    [
        "performance", "requirements", "platform", "prototype", "architecture", "approach", "environment", "operators", "mission", "reliability", "measurements",
        "feasibility", "application", "interface", "components", "customers", "cost", "production", "algorithm", "analysis", "design", "data", "evaluation",
        "subsystem", "technology", "readiness", "milestones", "objectives", "market", "partners", "results", "simulation", "hardware", "laboratory", "facility",
    ];

    /// <summary>Subjects, most of which speak for a technology area.</summary>
    internal static readonly string[] Subjects =
    [
        "machine learning", "deep learning", "computer vision", "hypersonic vehicle", "thermal protection system", "additive manufacturing", "carbon nanotubes",
        "gallium nitride", "solid-state battery", "energy storage", "quantum sensing", "satellite communications", "cubesat", "electric propulsion", "synthetic biology",
        "vaccine", "drug delivery", "sensor fusion", "lidar", "radar", "unmanned aerial", "swarm", "path planning", "augmented reality", "intrusion detection",
        "zero trust", "fiber laser", "gas turbine", "ceramic matrix", "fusion energy", "blockchain", "open architecture", "command and control", "explainable ai",
        "neural network", "wind turbine", "photovoltaic", "tissue engineering", "free space optical", "neuromorphic", "speech recognition", "crop irrigation",
        "water filtration", "dental imaging", "classroom learning", "textile recycling", "fish hatchery", "noise measurement", "corrosion testing",
    ];
}
