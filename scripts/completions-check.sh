#!/bin/sh
# Completes `mindstate comp` in every shell that is installed, from the files that `completions install` writes, as a
# person would who presses the tabulator.
#   completions-check.sh PROGRAM
set -eu
program=$(cd "$(dirname "$1")" && pwd)
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
HOME=$home XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config ZDOTDIR=$home PATH=$program:$PATH
export HOME XDG_DATA_HOME XDG_CONFIG_HOME ZDOTDIR PATH

check() { # shell, what it offered
  case $2 in *compare*) ;; *) echo "completions: $1 does not offer compare: $2" >&2; exit 1 ;; esac
  case $2 in *trajectory*) echo "completions: $1 offers what does not begin with comp: $2" >&2; exit 1 ;; esac
  echo "completions: $1 completes mindstate comp"
}
has() { command -v "$1" > /dev/null || { echo "completions: $1 is not installed; not checked"; return 1; }; }

if has bash; then
  mindstate completions install --shell bash > "$home/said"
  # Through the package's own loader where it is there, else by the file alone.
  check bash "$(bash -c '
    loader=/usr/share/bash-completion/bash_completion
    if [ -f $loader ]; then . $loader; _completion_loader mindstate || true
    else . "$XDG_DATA_HOME/bash-completion/completions/mindstate"; fi
    COMP_WORDS=(mindstate comp) COMP_CWORD=1 COMP_LINE="mindstate comp" COMP_POINT=14
    $(complete -p mindstate | sed "s/.*-F \([^ ]*\).*/\1/") mindstate comp mindstate
    echo "${COMPREPLY[*]}"')"
fi
if has fish; then
  mindstate completions install --shell fish > "$home/said"
  check fish "$(fish -c 'complete -C "mindstate comp"')"
fi
if has zsh; then
  mindstate completions install --shell zsh > "$home/said"
  { grep fpath= "$home/said"; echo 'autoload -Uz compinit && compinit -u'; } > "$home/.zshrc"
  # A terminal of zsh's own, in which the keys are pressed.
  check zsh "$(zsh -c '
    zmodload zsh/zpty
    zpty shell "zsh -i"
    zpty -w shell "PS1=ready; LISTMAX=0; TERM=dumb; bindkey \"^I\" complete-word"
    sleep 2
    zpty -n -w shell $'"'"'mindstate comp\t\t'"'"'
    sleep 3
    while zpty -r -t shell chunk; do print -rn -- "$chunk"; done
    zpty -d shell' | tr -d '\r' | tail -n 20)"
fi
