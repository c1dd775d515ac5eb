namespace SalesforceJwt.Core.FileSystem;

/// <summary>What exists at a path to be written.</summary>
internal enum FileTargetKind
{
    /// <summary>Nothing yet.</summary>
    New,

    /// <summary>A file that can be replaced by another.</summary>
    Replaceable,

    /// <summary>A file that must be written in place: it has several names, or permissions that a new file cannot get.</summary>
    Shared,

    /// <summary>A device, FIFO or socket, or a file that another process holds open for us, such as <c>/dev/stdout</c>.</summary>
    Special,
}
