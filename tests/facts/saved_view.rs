//! The view that is saved beside the journal: opening by it gives what folding everything gives, and whatever is wrong
//! with it, the journal has the word.

use crate::day::stored_journal;
use crate::support::stream;
use crate::tablets::DAY;
use depo::site::{Incoming, Reading, Site, SiteError, Workspace};
use depo::storage::memory::MemoryStore;
use depo::storage::{Fault, Store, Table};
use futures_executor::block_on;

const TAB: [u8; 8] = *b"tab-one!";

/// A device that has taken in the first so many commits of the day.
struct Device {
    store: MemoryStore,
    view: MemoryStore,
    site: Site<MemoryStore>,
    rest: Vec<Incoming>,
}

#[track_caller]
fn device(commits: usize) -> Device {
    let mut all = stored_journal();
    // In the order of their numbers nothing comes before what it follows.
    all.sort_by_key(|one| one.commit.number);
    let rest = all.split_off(commits.min(all.len()));
    let store = MemoryStore::new();
    let joined = Site::join(store.clone(), stream(b'Z'), all, TAB, DAY);
    Device {
        store,
        view: MemoryStore::new(),
        site: block_on(joined).expect("it joins"),
        rest,
    }
}

impl Device {
    #[track_caller]
    fn save(&mut self) {
        let image = self.site.image(|_| Vec::new()).expect("a view");
        block_on(image.write(&self.view, false, &async || ())).expect("it is saved");
    }

    #[track_caller]
    fn take_rest(&mut self) {
        let rest = std::mem::take(&mut self.rest);
        block_on(self.site.take_in(rest)).expect("it is taken in");
    }

    /// The workspace as the next start finds it, and whether the view was of use.
    #[track_caller]
    fn opened(&self) -> (Site<MemoryStore>, bool) {
        block_on(Site::open_with(self.store.clone(), &self.view)).expect("it opens")
    }
}

#[track_caller]
fn are_alike(one: &Site<MemoryStore>, other: &Site<MemoryStore>) {
    assert_eq!(format!("{:?}", one.state()), format!("{:?}", other.state()));
    assert!(one.held().outgoing().eq(other.held().outgoing()));
    assert_eq!(one.history().heads(), other.history().heads());
    assert_eq!(
        (one.stream(), one.written()),
        (other.stream(), other.written())
    );
}

#[test]
fn a_view_and_what_came_since_is_what_folding_everything_gives() {
    let all = stored_journal().len();
    for commits in (2..=all).step_by(all / 12) {
        let mut device = device(commits);
        device.save();
        device.take_rest();
        let (by_view, is_by_view) = device.opened();
        let anew = block_on(Site::open(device.store.clone())).expect("it opens");
        assert!(is_by_view, "after {commits} commits");
        are_alike(&by_view, &anew);
        are_alike(&device.site, &anew);
        assert!(by_view.is_proved() && device.site.is_proved());
    }
}

#[test]
fn what_is_packed_again_and_again_stays_what_it_was() {
    let all = stored_journal().len();
    let mut device = device(2);
    let mut rest = std::mem::take(&mut device.rest).into_iter();
    for _ in 0..all {
        device.rest = rest.by_ref().take(9).collect();
        device.take_rest();
        device.save();
    }
    let (mut opened, is_by_view) = device.opened();
    assert!(is_by_view && opened.is_proved());
    are_alike(&opened, &device.site);
    // What is written a second time without a change is what lies there.
    let rows = |view: &MemoryStore| {
        let rows = block_on(view.scan(Table::View, &[], &[0xff; 32], usize::MAX));
        rows.expect("rows")
    };
    let before = rows(&device.view);
    let image = opened.image(|_| Vec::new()).expect("a view");
    block_on(image.write(&device.view, false, &async || ())).expect("it is saved");
    assert_eq!(rows(&device.view), before);
}

#[test]
fn a_view_that_is_damaged_or_of_another_build_is_as_good_as_none() {
    let mut device = device(60);
    device.save();
    device.take_rest();
    let keys = device.view.keys(Table::View);
    assert!(keys.len() > 2);
    for key in keys {
        let view = device.view.deep_copy();
        view.damage(Table::View, &key, |value| {
            let middle = value.len() / 2;
            value[middle] ^= 1;
        });
        let opened = block_on(Site::open_with(device.store.clone(), &view));
        let (site, is_by_view) = opened.expect("it opens");
        assert!(!is_by_view);
        assert!(site.is_proved());
        view.damage(Table::View, &key, Vec::clear);
        let opened = block_on(Site::open_with(device.store.clone(), &view));
        assert!(!opened.expect("it opens").1);
    }
}

#[test]
fn whatever_a_crash_leaves_of_a_view_opens() {
    let mut device = device(40);
    device.save();
    device.take_rest();
    device.view.remember_images();
    device.save();
    let images = device.view.images();
    assert!(images.len() > 3);
    let mut by_view = 0;
    for view in images {
        let opened = block_on(Site::open_with(device.store.clone(), &view));
        let (site, is_by_view) = opened.expect("it opens");
        by_view += u32::from(is_by_view);
        are_alike(&site, &device.site);
        // And the next view is saved over what lies there.
        let (mut site, store) = (site, device.store.clone());
        let image = site.image(|_| Vec::new()).expect("a view");
        block_on(image.write(&view, !is_by_view, &async || ())).expect("it is saved");
        let opened = block_on(Site::open_with(store, &view));
        assert!(opened.expect("it opens").1);
        assert_eq!(
            view.keys(Table::View).len(),
            device.view.keys(Table::View).len()
        );
    }
    assert!(by_view > 1);
}

#[test]
fn a_full_store_keeps_a_view_from_being_saved_and_nobody_from_working() {
    let mut device = device(50);
    device.save();
    device.view.set_full(true);
    let rest = device.rest.split_off(device.rest.len() / 2);
    device.take_rest();
    let image = device.site.image(|_| Vec::new()).expect("a view");
    let failed = block_on(image.write(&device.view, false, &async || ()));
    assert_eq!(failed.map_err(|error| error.fault), Err(Fault::Full));
    device.rest = rest;
    device.take_rest();
    let (opened, is_by_view) = device.opened();
    assert!(is_by_view);
    are_alike(&opened, &device.site);
}

#[test]
fn a_journal_that_lost_what_a_view_has_tells_of_its_loss() {
    let mut device = device(80);
    device.take_rest();
    device.save();
    // The own stream's only commit is gone.
    let own = depo::stream::id::CommitId {
        stream: device.site.stream(),
        number: 1,
    };
    let lost = [depo::storage::Change::Delete {
        table: Table::Tail,
        key: own.key().to_vec(),
    }];
    let write = device
        .store
        .write(&[], &lost, depo::storage::Durability::Strict);
    block_on(write).expect("it is deleted");
    let opened = block_on(Site::open_with(device.store.clone(), &device.view));
    let (site, is_by_view) = opened.expect("what is left opens");
    assert!(!is_by_view && site.is_own_broken());
    assert_eq!(site.own_lost().map(|(commit, _)| commit), Some(own));
    // Nothing at all is there, but for the view.
    let opened = block_on(Site::open_with(MemoryStore::new(), &device.view));
    assert!(matches!(opened, Err(SiteError::Empty)));
}

#[test]
fn a_workspace_saves_its_view_once_much_is_new_and_opens_by_it_again() {
    let mut device = device(90);
    device.take_rest();
    let (store, view) = (device.store.clone(), device.view.clone());
    let workspace = Workspace::new(device.site).with_view(view.clone(), false);
    // What lies there from before is not relied on.
    let stray = [depo::storage::Change::Put {
        table: Table::View,
        key: b"pstray".to_vec(),
        value: vec![1],
    }];
    let write = view.write(&[], &stray, depo::storage::Durability::Relaxed);
    block_on(write).expect("it is written");
    // A day is little.
    assert!(!workspace.wants_saving());
    let beside = |at: &Reading<'_>| at.held.len().to_be_bytes().to_vec();
    let is_saved = block_on(workspace.save_view(beside, async || ())).expect("it is saved");
    assert!(is_saved && !view.keys(Table::View).contains(&b"pstray".to_vec()));
    block_on(workspace.reopen()).expect("it opens again");
    assert!(workspace.is_proved());
    // What was kept beside the view is given back once.
    let commits = workspace.read(|at| at.held.len());
    assert_eq!(workspace.take_beside(), commits.to_be_bytes());
    assert_eq!(workspace.take_beside(), Vec::<u8>::new());
    let (mut opened, is_by_view) = block_on(Site::open_with(store, &view)).expect("it opens");
    assert!(is_by_view);
    assert_eq!(opened.take_beside(), commits.to_be_bytes());
}

#[test]
fn damage_that_an_opening_by_a_view_passes_over_is_found_beside_the_work() {
    let mut device = device(70);
    device.save();
    device.take_rest();
    let keys = device.store.keys(Table::Tail);
    let inner = |key: &&Vec<u8>| {
        let ends = device.site.history().ends();
        ends.iter()
            .all(|(end, _)| end.key().as_slice() != key.as_slice())
    };
    let key = keys.iter().filter(inner).nth(20).expect("a row");
    let whole = |store: &MemoryStore| {
        let opened = block_on(Site::open_with(store.clone(), &device.view));
        let (site, is_by_view) = opened.expect("it opens");
        assert!(is_by_view);
        let workspace = Workspace::new(site).with_view(device.view.clone(), true);
        let is_whole = block_on(workspace.has_whole_journal(async || ()));
        (workspace, is_whole.expect("it is read"))
    };
    assert!(whole(&device.store).1);
    let changed = device.store.deep_copy();
    changed.damage(Table::Tail, key, |row| {
        if let Some(byte) = row.last_mut() {
            *byte ^= 1;
        }
    });
    let gone = device.store.deep_copy();
    let delete = [depo::storage::Change::Delete {
        table: Table::Tail,
        key: key.clone(),
    }];
    let write = gone.write(&[], &delete, depo::storage::Durability::Strict);
    block_on(write).expect("it is deleted");
    for store in [changed, gone] {
        let (workspace, is_whole) = whole(&store);
        assert!(!is_whole);
        assert!(workspace.damage().is_empty());
        block_on(workspace.reopen_from_journal()).expect("it opens again");
        assert!(!workspace.damage().is_empty());
        // What is damaged is no view.
        let site = block_on(Site::open(store)).expect("it opens");
        assert_eq!(site.damage(), workspace.damage());
    }
}
