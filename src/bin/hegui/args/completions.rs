//! `hegui completions`: what a shell completes.

use clap::{Args as Group, CommandFactory as _, ValueEnum};

use super::{Args, help, lang};

/// `hegui completions`.
#[derive(Debug, Group)]
pub(crate) struct Completions {
    /// 命令行环境：bash、zsh、fish 或 powershell
    #[arg(value_name = "环境", hide_possible_values = true)]
    pub(crate) shell: Shell,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    Power,
}

/// The script that has `shell` complete commands, options and their values.
pub(crate) fn script(shell: Shell) -> String {
    let shell = match shell {
        Shell::Bash => clap_complete::Shell::Bash,
        Shell::Zsh => clap_complete::Shell::Zsh,
        Shell::Fish => clap_complete::Shell::Fish,
        Shell::Power => clap_complete::Shell::PowerShell,
    };
    let mut bytes = Vec::new();
    let mut command = help::shape(Args::command(), lang());
    clap_complete::generate(shell, &mut command, "hegui", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
