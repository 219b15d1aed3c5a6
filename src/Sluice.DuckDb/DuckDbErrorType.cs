namespace Sluice.DuckDb;

/// <summary>DuckDB's own classes of error; the numbers are those of its C API.</summary>
public enum DuckDbErrorType
{
    /// <summary>The class is not known.</summary>
    Unknown = 0,

    /// <summary>A value does not fit its type.</summary>
    OutOfRange = 1,

    /// <summary>A cast failed.</summary>
    Conversion = 2,

    /// <summary>A type is not known.</summary>
    UnknownType = 3,

    /// <summary>Decimal arithmetic failed.</summary>
    Decimal = 4,

    /// <summary>Two types do not match.</summary>
    MismatchType = 5,

    /// <summary>Division by zero.</summary>
    DivideByZero = 6,

    /// <summary>A value is too large to be stored.</summary>
    ObjectSize = 7,

    /// <summary>An operation does not apply to a type.</summary>
    InvalidType = 8,

    /// <summary>Reading or writing the stored form failed.</summary>
    Serialization = 9,

    /// <summary>A transaction conflicts, is aborted, or is not there.</summary>
    Transaction = 10,

    /// <summary>DuckDB does not implement this.</summary>
    NotImplemented = 11,

    /// <summary>An expression is wrong.</summary>
    Expression = 12,

    /// <summary>A table, column, function or setting does not exist, or exists already.</summary>
    Catalog = 13,

    /// <summary>The SQL does not parse.</summary>
    Parser = 14,

    /// <summary>The plan cannot be made.</summary>
    Planner = 15,

    /// <summary>The scheduler failed.</summary>
    Scheduler = 16,

    /// <summary>The executor failed.</summary>
    Executor = 17,

    /// <summary>A constraint is violated.</summary>
    Constraint = 18,

    /// <summary>An index failed.</summary>
    Index = 19,

    /// <summary>Statistics are wrong.</summary>
    Stat = 20,

    /// <summary>The connection failed.</summary>
    Connection = 21,

    /// <summary>The syntax is wrong after parsing.</summary>
    Syntax = 22,

    /// <summary>A setting is wrong.</summary>
    Settings = 23,

    /// <summary>A name cannot be resolved, or types do not fit.</summary>
    Binder = 24,

    /// <summary>The network failed.</summary>
    Network = 25,

    /// <summary>The optimizer failed.</summary>
    Optimizer = 26,

    /// <summary>A null pointer in DuckDB.</summary>
    NullPointer = 27,

    /// <summary>A file cannot be opened, read, written or locked.</summary>
    IO = 28,

    /// <summary>The statement was interrupted: cancelled, or over its time.</summary>
    Interrupt = 29,

    /// <summary>The database must be reopened.</summary>
    Fatal = 30,

    /// <summary>A defect in DuckDB.</summary>
    Internal = 31,

    /// <summary>A function was called with a wrong argument.</summary>
    InvalidInput = 32,

    /// <summary>The memory limit is reached.</summary>
    OutOfMemory = 33,

    /// <summary>Not permitted, for example by the read-only mode.</summary>
    Permission = 34,

    /// <summary>A parameter's type cannot be determined.</summary>
    ParameterNotResolved = 35,

    /// <summary>A parameter may not stand here.</summary>
    ParameterNotAllowed = 36,

    /// <summary>Another object depends on this one.</summary>
    Dependency = 37,

    /// <summary>An HTTP request failed.</summary>
    Http = 38,

    /// <summary>An extension is needed that is not there.</summary>
    MissingExtension = 39,

    /// <summary>An extension could not be loaded by itself.</summary>
    Autoload = 40,

    /// <summary>A sequence is exhausted or not started.</summary>
    Sequence = 41,

    /// <summary>A configuration is wrong.</summary>
    InvalidConfiguration = 42,
}
