//! Commands about settings.

use super::{Setting, SettingFact, SettingsSet};
use crate::trade::decide::{Context, Proposal, Refusal};
use crate::trade::event::Event;
use crate::trade::id::DocumentId;
use crate::trade::relations::Relations;
use crate::trade::state::State;
use crate::wire_enum;

wire_enum! {
    /// A command of this area.
    pub enum SettingCommand {
        /// Sets settings of the workspace. What is so already is left out; an undo sets the former values.
        0 => Set { settings: Vec<Setting> },
    }
}

impl SettingCommand {
    /// Decides the command.
    ///
    /// # Errors
    /// What is so already.
    pub fn decide(
        &self,
        state: &State,
        _: &Context,
        _: &impl Relations,
        proposal: &mut Proposal<'_>,
    ) -> Result<(), Refusal> {
        match self {
            SettingCommand::Set { settings } => {
                let settings = state.settings().changes(settings);
                if settings.is_empty() {
                    return Err(Refusal::NothingToDo);
                }
                proposal.office(Event::Settings(SettingFact::Set(SettingsSet { settings })));
                Ok(())
            }
        }
    }

    /// The documents that deciding reads.
    pub fn needs(&self) -> Vec<DocumentId> {
        match self {
            SettingCommand::Set { .. } => vec![DocumentId::Workspace],
        }
    }
}
