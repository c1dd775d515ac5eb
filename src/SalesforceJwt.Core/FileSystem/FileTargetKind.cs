namespace SalesforceJwt.Core.FileSystem;

/// <summary>What stands at a path that is to be written.</summary>
internal enum FileTargetKind
{
    /// <summary>Nothing yet.</summary>
    New,

    /// <summary>A file that another one can take the place of.</summary>
    Replaceable,

    /// <summary>A file that must stay itself: it has more names, or permissions that cannot be given to another one.</summary>
    Shared,

    /// <summary>A device, FIFO or socket, or a file that another process holds open for us, such as <c>/dev/stdout</c>.</summary>
    Special,
}
