using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using SalesforceJwt.Core;

namespace SalesforceJwt.PS.Signing;

/// <summary>
/// Detaches a signer from its runspace: parses its code again, and collects the variables, functions and modules that the code names, with
/// their present values.
/// </summary>
/// <param name="caller">The session of the cmdlet's caller.</param>
/// <param name="module">The module that the code comes from, or a closure's; null if it comes from none.</param>
internal sealed class SignerScriptReader(SessionState caller, PSModuleInfo? module = null)
{
    public const string Digest = "Digest";
    public const string Data = "Data";

    private const string Header = $"param([byte[]] ${Digest}, [byte[]] ${Data})";
    private const string FindInModule = "param($Name, $Types) $ExecutionContext.InvokeCommand.GetCommand($Name, $Types)";
    private const CommandTypes Callable = CommandTypes.Function | CommandTypes.Filter | CommandTypes.Cmdlet | CommandTypes.Alias;

    private static readonly HashSet<string> Automatic = new(
        [
            Digest, Data, "_", "args", "input", "this", "PSItem", "MyInvocation", "PSBoundParameters", "PSCmdlet", "PSScriptRoot",
            "PSCommandPath", "Matches", "LASTEXITCODE", "foreach", "switch", "true", "false", "null", "PID", "HOME", "Host",
            "PSVersionTable", "ExecutionContext", "ShellId", "Error", "PSHOME", "?", "^", "$", "PWD", "StackTrace", "PSEdition",
            "IsWindows", "IsLinux", "IsMacOS", "IsCoreCLR", "EnabledExperimentalFeatures", "PSCulture", "PSUICulture", "NestedPromptLevel",
            "ErrorActionPreference", "ProgressPreference",
        ],
        StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, object?> _variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SessionStateCommandEntry> _commands = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _modules = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Detaches a script block from its runspace.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.SignerUnavailable"/>.</exception>
    public SignerScript Read(ScriptBlock code)
    {
        var ast = Parse(code.ToString(), null);
        string[] taken = ast.ParamBlock is null
            ? [Digest, Data]
            : [.. new[] { Digest, Data }.Where(name => ParametersOf(ast).Contains(name, StringComparer.OrdinalIgnoreCase))];
        if (taken.Length == 0)
        {
            throw new SfException(
                SfErrorKind.SignerUnavailable,
                "The signer takes neither -Digest nor -Data: it would not know what to sign.",
                "Declare one of them: -Signer { param([byte[]] $Digest) … }; or leave param(…) out, and use $Digest and $Data.");
        }

        // Type names in the code may be short because of a using statement at the top of its file.
        var usings = Root(code.Ast) is ScriptBlockAst { UsingStatements: { } statements }
            ? string.Concat(statements.Where(u => u.UsingStatementKind == UsingStatementKind.Namespace).Select(u => u.Extent.Text + "\n"))
            : string.Empty;
        return Read(usings + (ast.ParamBlock is null ? Header + "\n" : string.Empty) + WithoutUsing(ast), code.File, taken);
    }

    /// <summary>Makes a signer of a command.</summary>
    /// <param name="name">The command's name.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.SignerUnavailable"/>.</exception>
    public SignerScript ReadCommand(string name)
    {
        var command = caller.InvokeCommand.GetCommand(name, Callable | CommandTypes.ExternalScript) ?? throw new SfException(
            SfErrorKind.SignerUnavailable,
            $"There is no command '{name}' in this session, which the profile names as its signer.",
            "Import its module, or define the function, before signing in; or save the profile again: Save-SfProfile -SignerCommand.");
        string[] taken = [.. new[] { Digest, Data }.Where(p => command.Parameters?.ContainsKey(p) is true)];
        return taken.Length == 0
            ? throw new SfException(
                SfErrorKind.SignerUnavailable,
                $"The command '{name}' has neither a parameter -Digest nor -Data: it would not know what to sign.",
                "Name a command that has one of them and returns the signature.")
            : Read($"{Header} & '{name}' {string.Join(' ', taken.Select(p => $"-{p} ${p}"))}", null, [Digest, Data]);
    }

    private SignerScript Read(string text, string? file, string[] parameters)
    {
        var ast = Parse(text, file);
        Collect(ast);
        return new SignerScript
        {
            Code = ast.GetScriptBlock(),
            Parameters = parameters,
            Variables = _variables,
            Commands = [.. _commands.Values],
            Modules = [.. _modules],
            LanguageMode = caller.LanguageMode,
            Location = caller.Path.CurrentFileSystemLocation.Path,
        };
    }

    private static ScriptBlockAst Parse(string text, string? file) => Parser.ParseInput(text, file, out _, out _);

    private static Ast Root(Ast ast) => ast.Parent is { } parent ? Root(parent) : ast;

    /// <summary>The code with <c>$name</c> for <c>$using:name</c>: both are the value of now.</summary>
    private static string WithoutUsing(ScriptBlockAst ast)
    {
        var text = ast.Extent.Text;
        foreach (var found in ast.FindAll(a => a is UsingExpressionAst, searchNestedScriptBlocks: true).Reverse())
        {
            var name = found.Extent.Text.Replace("using:", string.Empty, StringComparison.OrdinalIgnoreCase);
            text = text[..found.Extent.StartOffset] + name + text[found.Extent.EndOffset..];
        }

        return text;
    }

    private static IEnumerable<string> ParametersOf(ScriptBlockAst code) =>
        code.ParamBlock?.Parameters.Select(p => p.Name.VariablePath.UserPath) ?? [];

    private void Collect(ScriptBlockAst code)
    {
        var own = new HashSet<string>(ParametersOf(code), StringComparer.OrdinalIgnoreCase);
        foreach (var found in code.FindAll(a => a is VariableExpressionAst or CommandAst, searchNestedScriptBlocks: true))
        {
            if (found is VariableExpressionAst { VariablePath: { } path })
            {
                if (!own.Contains(path.UserPath))
                {
                    AddVariable(path);
                }
            }
            else if (((CommandAst)found).GetCommandName() is { } name)
            {
                AddCommand(name);
            }
        }
    }

    private void AddVariable(VariablePath path)
    {
        if (path.DriveName is "function")
        {
            AddCommand(path.UserPath["function:".Length..]);
            return;
        }

        var name = path.UserPath[(path.UserPath.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (path.IsDriveQualified || Automatic.Contains(name) || _variables.ContainsKey(name)
            || (module?.SessionState.PSVariable.Get(path.UserPath) ?? caller.PSVariable.Get(path.UserPath)) is not { } variable)
        {
            return;
        }

        var value = variable.Value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : variable.Value;
        if (RunspaceAffinity.Of(value) is { } affinity)
        {
            throw new SfException(
                SfErrorKind.SignerUnavailable,
                $"The signer uses ${name}, which is {affinity}: it runs in this runspace only, and renewals run elsewhere.",
                "Write its code into the signer, or make it a function (function name { … }) and call that by name.");
        }

        _variables[name] = variable.Value;
    }

    private void AddCommand(string name)
    {
        if (_commands.ContainsKey(name) || Find(name) is not { } command)
        {
            return;
        }

        if (command is AliasInfo alias)
        {
            if (alias.ResolvedCommand is { } resolved)
            {
                _commands[name] = new SessionStateAliasEntry(alias.Name, alias.Definition);
                AddCommand(resolved.Name);
            }
        }
        else if (command.Module is { } from && from.ExportedCommands.ContainsKey(command.Name) && FileOf(from) is { } file)
        {
            _modules.Add(file);
        }
        else if (command is FunctionInfo function)
        {
            _commands[name] = new SessionStateFunctionEntry(function.Name, function.Definition);
            Collect(Parse(function.Definition, null));
        }
    }

    /// <summary>The command that the code means by a name; a module sees functions of its own that it does not export.</summary>
    private CommandInfo? Find(string name) =>
        (module?.Invoke(ScriptBlock.Create(FindInModule), name, Callable) as PSObject)?.BaseObject as CommandInfo
            ?? caller.InvokeCommand.GetCommand(name, Callable);

    /// <summary>The file to import a module from; null for one that was made in memory.</summary>
    private static string? FileOf(PSModuleInfo module)
    {
        var manifest = System.IO.Path.Combine(module.ModuleBase ?? string.Empty, module.Name + ".psd1");
        return File.Exists(manifest) ? manifest : File.Exists(module.Path) ? module.Path : null;
    }
}
