namespace SalesforceJwt.Model;

/// <summary>What a deployment did with one component, or the problem with it (Metadata API Developer Guide: "DeployMessage").</summary>
public sealed class SfDeploymentComponent
{
    internal SfDeploymentComponent(string name)
    {
        Name = name;
    }

    /// <summary>Its full name, such as <c>Invoice__c.Total__c</c>.</summary>
    public string Name { get; }

    /// <summary>Its metadata type, such as <c>CustomField</c>; empty for files such as package.xml.</summary>
    public string? Type { get; internal init; }

    /// <summary>Its file in the package.</summary>
    public string? File { get; internal init; }

    /// <summary>Its id in the org.</summary>
    public string? Id { get; internal init; }

    /// <summary>Whether it was deployed (or, in a validation, could be).</summary>
    public bool Success { get; internal init; }

    /// <summary>Whether it is new in the org.</summary>
    public bool Created { get; internal init; }

    /// <summary>Whether it differs from what was in the org.</summary>
    public bool Changed { get; internal init; }

    /// <summary>Whether it was deleted from the org.</summary>
    public bool Deleted { get; internal init; }

    /// <summary>What is wrong with it.</summary>
    public string? Problem { get; internal init; }

    /// <summary><c>Error</c> or <c>Warning</c>.</summary>
    public string? ProblemType { get; internal init; }

    /// <summary>Line of the problem in the file, from 1.</summary>
    public int? Line { get; internal init; }

    /// <summary>Column of the problem, from 1.</summary>
    public int? Column { get; internal init; }

    /// <summary>What was done with it: Created, Changed, Deleted, Unchanged or Failed.</summary>
    public string Outcome => !Success ? "Failed" : Deleted ? "Deleted" : Created ? "Created" : Changed ? "Changed" : "Unchanged";

    /// <summary>Its type and name.</summary>
    public override string ToString() => string.IsNullOrEmpty(Type) ? Name : $"{Type} {Name}";
}
