using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace SalesforceJwt.PS.Signing;

/// <summary>
/// The code of a signer, and what it needs from the session in which it was written. It runs in a runspace of its own.
/// </summary>
internal sealed class SignerScript
{
    private const string Call = "param($Code, $Parameters) & $Code @Parameters";

    /// <summary>The code; it belongs to no runspace.</summary>
    public required ScriptBlock Code { get; init; }

    /// <summary>Which of Digest and Data the code takes.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>The values of variables that the code names, by name.</summary>
    public required IReadOnlyDictionary<string, object?> Variables { get; init; }

    /// <summary>The functions and aliases that the code calls.</summary>
    public required IReadOnlyList<SessionStateCommandEntry> Commands { get; init; }

    /// <summary>The modules whose commands the code calls.</summary>
    public required IReadOnlyList<string> Modules { get; init; }

    /// <summary>The session's language mode: what may not run there does not run here.</summary>
    public required PSLanguageMode LanguageMode { get; init; }

    /// <summary>The session's folder.</summary>
    public required string Location { get; init; }

    /// <summary>Opens a runspace in which the code can run.</summary>
    public Runspace Open()
    {
        var state = InitialSessionState.CreateDefault2();
        state.LanguageMode = LanguageMode;
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule([.. Modules]);
        foreach (var command in Commands)
        {
            // PowerShell's own aliases are there, and cannot be made again.
            if (command is not SessionStateAliasEntry || !state.Commands[command.Name].Any(c => c is SessionStateAliasEntry))
            {
                state.Commands.Add(command);
            }
        }

        var runspace = RunspaceFactory.CreateRunspace(state);

        // A thread of its own for each call inherits the call's AsyncLocal values, by which a connection recognizes its own signer.
        runspace.ThreadOptions = PSThreadOptions.UseNewThread;
        try
        {
            runspace.Open();
            var session = runspace.SessionStateProxy;
            session.Path.SetLocation(WildcardPattern.Escape(Location));

            // An error ends the signer, as it would end a cmdlet. Progress would have nowhere to go.
            session.SetVariable("ErrorActionPreference", ActionPreference.Stop);
            session.SetVariable("ProgressPreference", ActionPreference.SilentlyContinue);
            foreach (var (name, value) in Variables)
            {
                session.SetVariable(name, value);
            }

            return runspace;
        }
        catch
        {
            runspace.Dispose();
            throw;
        }
    }

    /// <summary>The call of the code.</summary>
    public PowerShell CreateCall(byte[] digest, byte[] data)
    {
        var parameters = new Hashtable();
        foreach (var name in Parameters)
        {
            parameters[name] = name == SignerScriptReader.Digest ? digest : data;
        }

        return PowerShell.Create().AddScript(Call, useLocalScope: true).AddArgument(Code).AddArgument(parameters);
    }
}
