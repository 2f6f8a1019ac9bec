"""Shell -> its script of completion: what click offers, with paths of one kind added."""

from __future__ import annotations

from click.shell_completion import BashComplete, FishComplete, ZshComplete, add_completion_class

PROGRAM = "aqvision"
COMPLETING = f"_{PROGRAM.upper()}_COMPLETE"
"""Variable by which a shell asks how a line may go on."""
PATH_ITEM = "path"
"""Type of a completion that is a path; that of a folder ends in a slash."""

_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' answer type value
    while IFS=',' read -r type value; do
        if [[ $type == dir ]]; then
            compopt -o dirnames
        elif [[ $type == file ]]; then
            compopt -o default
        elif [[ $type == path ]]; then
            compopt -o filenames
            COMPREPLY+=("${value%%/}")
        elif [[ $type == plain ]]; then
            COMPREPLY+=("$(printf '%%q' "$value")")
        fi
    done < <(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
        %(complete_var)s=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_ZSH = """\
#compdef %(prog_name)s

%(complete_func)s() {
    local -a answer words_told plain paths folders
    (( ! $+commands[${words[1]}] )) && [[ ! -x ${words[1]} ]] && return 1
    answer=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \\
        %(complete_var)s=zsh_complete ${words[1]} 2>/dev/null)}")
    local type key about
    for type key about in ${answer}; do
        case $type in
            plain) [[ $about == _ ]] && plain+=("$key") || words_told+=("$key:$about") ;;
            path) [[ $key == */ ]] && folders+=("$key") || paths+=("$key") ;;
            dir) _path_files -/ ;;
            file) _path_files -f ;;
        esac
    done
    (( $#words_told )) && _describe -V unsorted words_told -U
    (( $#plain )) && compadd -U -V unsorted -a plain
    (( $#paths )) && compadd -U -a paths
    (( $#folders )) && compadd -U -S '' -a folders
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH = """\
function %(complete_func)s
    set -l command (commandline -opc)
    for line in (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp | string collect) \\
            COMP_CWORD=(commandline -ct | string collect) $command[1] 2>/dev/null)
        set -l told (string split -m 1 , -- $line)
        switch $told[1]
            case dir
                __fish_complete_directories (commandline -ct)
            case file
                __fish_complete_path (commandline -ct)
            case '*'
                echo $told[2]
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class Bash(BashComplete):
    """Completion of bash, which takes folders and files of one kind from us."""

    source_template = _BASH

    @staticmethod
    def _check_version() -> None:
        """Ask no other process for its version: an old bash refuses the script by itself."""


class Zsh(ZshComplete):
    """Completion of zsh."""

    source_template = _ZSH


class Fish(FishComplete):
    """Completion of fish."""

    source_template = _FISH


SHELLS = {"bash": Bash, "zsh": Zsh, "fish": Fish}
"""By name, as it stands in SHELL."""


def offer_shells() -> None:
    """Have click answer these shells in the way that their scripts read."""
    for shell in SHELLS.values():
        add_completion_class(shell)
