//! Lines that are delivered as components.

use super::{Exploded, FulfilmentFact};
use crate::trade::catalog::{RecipeKind, RecipeSet};
use crate::trade::decide::{Context, Proposal, Refusal};
use crate::trade::demand::{LineKey, OrderLine, Part};
use crate::trade::event::Event;
use crate::trade::fulfilment::fulfilment_order::OrderDemand;
use crate::trade::id::{ItemId, RecipeId};
use crate::trade::identity::canonical::Canonical;
use crate::trade::orders::Doubt;
use crate::trade::orders::order::Order;
use crate::trade::quantity::Day;
use crate::trade::relations::At;
use crate::trade::state::State;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The kits in force on a day, by the canonical names of their items.
pub(crate) struct Kits<'a>(BTreeMap<ItemId, (&'a Day, At, RecipeId)>);

impl<'a> Kits<'a> {
    /// Those of a day: of an item the edition with the latest first day, of two the later in order.
    pub(crate) fn of(state: &'a State, day: &Day) -> Self {
        let mut kits: BTreeMap<ItemId, (&Day, At, RecipeId)> = BTreeMap::new();
        let in_force = state
            .recipes()
            .filter(|(_, _, set)| set.kind == RecipeKind::Kit && set.from <= *day);
        for (id, at, set) in in_force {
            let kit = (&set.from, *at, *id);
            let held = kits.entry(state.components.item(&set.item)).or_insert(kit);
            *held = kit.max(*held);
        }
        Kits(kits)
    }

    fn recipe(&self, item: &ItemId) -> Option<RecipeId> {
        self.0.get(item).map(|(_, _, recipe)| *recipe)
    }
}

/// The units of an order that nobody was given, as the command leaves them.
pub(crate) struct Explosion<'a> {
    state: &'a State,
    pub(crate) order: &'a Order,
    pub(crate) demand: Arc<OrderDemand>,
    /// Units of each part that nobody was given.
    pub(crate) unrouted: BTreeMap<(LineKey, Part), i128>,
    items: BTreeMap<LineKey, Option<ItemId>>,
    exploded: Vec<(LineKey, RecipeId)>,
}

impl<'a> Explosion<'a> {
    /// An order as it stands.
    pub(crate) fn new(state: &'a State, order: &'a Order) -> Self {
        let demand = state.demand(order);
        let unrouted = demand
            .parts
            .iter()
            .map(|(part, demand)| (part.clone(), demand.stands.unrouted))
            .collect();
        let mut items = BTreeMap::new();
        for (_, _, line) in order.lines() {
            items
                .entry(order.line_key(&line.key).clone())
                .or_insert_with(|| order.item(line));
        }
        Explosion {
            state,
            order,
            demand,
            unrouted,
            items,
            exploded: Vec::new(),
        }
    }

    /// The item of a line.
    ///
    /// # Errors
    /// The order has no such line, or nobody knows its item.
    pub(crate) fn item(&self, line: &LineKey) -> Result<&ItemId, Refusal> {
        let item = self.items.get(line).ok_or_else(|| Refusal::UnknownLine {
            order: self.order.id().clone(),
            line: line.clone(),
        })?;
        item.as_ref().ok_or_else(|| Refusal::InDoubt {
            order: self.order.id().clone(),
            doubt: Doubt::UnknownItem,
        })
    }

    /// The recipe that a part belongs to.
    pub(crate) fn recipe(&self, recipe: &RecipeId) -> Option<&'a RecipeSet> {
        self.state.recipe(recipe)
    }

    /// Whether nothing of a line was handed out, cancelled or exploded.
    fn is_untouched(&self, line: &LineKey) -> bool {
        let part = self.demand.parts.get(&(line.clone(), Part::Line));
        part.is_some_and(|part| {
            part.raw.lines().next().is_none()
                && part.work.is_empty()
                && part.raw.cancelled() == 0
                && part.raw.unrouted() == part.raw.ordered()
        })
    }

    /// Explodes a line with a recipe, or with the kit that is in force.
    ///
    /// # Errors
    /// No such line, nothing known of its item, no recipe, or units that were handed out already.
    pub(crate) fn explode(
        &mut self,
        line: &LineKey,
        recipe: Option<RecipeId>,
        kits: &Kits<'_>,
    ) -> Result<(), Refusal> {
        let line = &self.order.line_key(line).clone();
        if self.order.recipe(line).is_some() {
            return Err(Refusal::NothingToDo);
        }
        let item = self.state.components.item(self.item(line)?);
        let recipe = recipe.or_else(|| kits.recipe(&item));
        let set = recipe.and_then(|recipe| Some((recipe, self.state.recipe(&recipe)?)));
        let Some((recipe, set)) =
            set.filter(|(_, set)| self.state.components.item(&set.item) == item)
        else {
            return Err(Refusal::NoRecipe(item));
        };
        if !self.is_untouched(line) {
            return Err(Refusal::LineHanded {
                order: self.order.id().clone(),
                line: line.clone(),
            });
        }
        let units = self
            .unrouted
            .remove(&(line.clone(), Part::Line))
            .unwrap_or(0);
        for (component, number) in set.components.iter().zip(0..) {
            let part = Part::Component {
                recipe,
                component: number,
            };
            self.unrouted
                .insert((line.clone(), part), units * component.units.wide());
        }
        self.exploded.push((line.clone(), recipe));
        Ok(())
    }

    /// Explodes every line of which nothing was touched and whose item is a kit.
    ///
    /// # Errors
    /// None but those of [`Explosion::explode`], which such lines do not give.
    pub(crate) fn explode_kits(&mut self, kits: &Kits<'_>) -> Result<(), Refusal> {
        if kits.0.is_empty() {
            return Ok(());
        }
        let is_kit = |(line, item): (&LineKey, &Option<ItemId>)| {
            let item = item.as_ref()?;
            let kit = kits.recipe(&self.state.components.item(item)).is_some();
            (kit && self.order.recipe(line).is_none() && self.is_untouched(line))
                .then(|| line.clone())
        };
        let lines: Vec<LineKey> = self.items.iter().filter_map(is_kit).collect();
        lines
            .iter()
            .try_for_each(|line| self.explode(line, None, kits))
    }

    /// Writes the facts of what was exploded.
    pub(crate) fn write(&mut self, proposal: &mut Proposal<'_>) {
        for (line, recipe) in std::mem::take(&mut self.exploded) {
            let exploded = Exploded {
                line: OrderLine {
                    order: self.order.id().clone(),
                    line,
                },
                recipe,
            };
            proposal.office(Event::Fulfilment(FulfilmentFact::Exploded(exploded)));
        }
    }
}

/// The kits in force on the day of a command.
pub(crate) fn kits_today<'a>(state: &'a State, context: &Context) -> Kits<'a> {
    Kits::of(state, &context.today)
}
