package io.envdrift.cli.pages;

/**
 * Completion scripts that know nothing themselves: each asks the command that is completed, which answers without a vault.
 * So commands, options, profiles and names are always those of this version and this directory.
 */
final class CompletionScript {
    private static final String BASH = """
        # Completion of @PROGRAM@ for bash. The answers come from the command itself.
        _complete_@FUNCTION@() {
            local value description files= glue= n=0 i word
            local -a given=()
            # bash splits words at =, which belongs to ours.
            for ((i = 1; i <= COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                if [[ $word == "=" && $n -gt 0 ]]; then
                    given[n-1]+="="; glue=1
                elif [[ $glue ]]; then
                    given[n-1]+=$word; glue=
                else
                    given[n]=$word; n=$((n + 1))
                fi
            done
            local current=${given[n-1]}
            COMPREPLY=()
            while IFS=$'\\t' read -r value description; do
                if [[ $value == ":files" ]]; then
                    files=1
                else
                    [[ $current == *=* && $COMP_WORDBREAKS == *=* ]] && value=${value#*=}
                    COMPREPLY+=("$(printf '%q' "$value")")
                fi
            done < <(envdrift __complete --@WORDS@ "${given[@]}" 2>/dev/null)
            if [[ $files ]]; then
                compopt -o filenames 2>/dev/null
                while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "${current#*=}")
            fi
        }
        complete -F _complete_@FUNCTION@ @PROGRAM@
        """;

    private static final String ZSH = """
        #compdef @PROGRAM@
        # Completion of @PROGRAM@ for zsh. The answers come from the command itself.
        _complete_@FUNCTION@() {
            local value description files=
            local -a values given
            given=("${(@)words[2,$CURRENT]}")
            while IFS=$'\\t' read -r value description; do
                if [[ $value == ":files" ]]; then
                    files=1
                else
                    values+=("${value//:/\\\\:}${description:+:$description}")
                fi
            done < <(envdrift __complete --@WORDS@ "${given[@]}" 2>/dev/null)
            (( ${#values} )) && _describe '@PROGRAM@' values
            [[ -n $files ]] && _files
        }
        if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
            _complete_@FUNCTION@ "$@"
        else
            (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
            compdef _complete_@FUNCTION@ @PROGRAM@
        fi
        """;

    private static final String FISH = """
        # Completion of @PROGRAM@ for fish. The answers come from the command itself.
        function __complete_@FUNCTION@
            set -l given (commandline -opc)
            set -e given[1]
            set -l current (commandline -ct)
            for line in (envdrift __complete --@WORDS@ $given "$current" 2>/dev/null)
                if test "$line" = ':files'
                    __fish_complete_path "$current"
                else
                    echo $line
                end
            end
        end
        complete -c @PROGRAM@ -e
        complete -c @PROGRAM@ -f -a '(__complete_@FUNCTION@)'
        """;

    private CompletionScript() {}

    /**
     * Returns the script.
     *
     * @param program what is completed
     * @param words what stands before the words given to the program when envdrift is asked; empty for envdrift itself
     */
    static String of(Pages.Shell shell, String program, String words) {
        String script = switch (shell) {
            case BASH -> BASH;
            case ZSH -> ZSH;
            case FISH -> FISH;
        };
        return script.replace("@PROGRAM@", program)
                .replace("@FUNCTION@", program.replace('-', '_'))
                .replace("@WORDS@", words.isEmpty() ? "" : " " + words);
    }
}
