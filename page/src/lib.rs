//! What a browser calls: files in, what was found out. templates/page/worker.js is the other side.
//!
//! Bytes come through `room`, which says where the page may write them, and the next call takes
//! them; they leave through `answer`, whose length the call before it has given. Nothing is caught
//! here: a fault ends the program, and the page starts it anew.

#![deny(unsafe_op_in_unsafe_fn)]

use std::cell::RefCell;

use zaitaku_report::Session;

/// What lies between two calls.
#[derive(Default)]
struct Desk {
    inbox: Vec<u8>,
    outbox: Vec<u8>,
    name: String,
    session: Option<Session>,
}

impl Desk {
    fn put(&mut self, bytes: Vec<u8>) -> usize {
        self.outbox = bytes;
        self.outbox.len()
    }
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

fn with<T>(act: impl FnOnce(&mut Desk) -> T) -> T {
    DESK.with_borrow_mut(act)
}

/// Makes room for bytes of the page and says where.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    with(|desk| {
        desk.inbox = vec![0; length];
        desk.inbox.as_mut_ptr()
    })
}

/// Where the answer of the last call lies.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    with(|desk| desk.outbox.as_ptr())
}

/// Begins with the kit in the room; whether it is one.
#[unsafe(no_mangle)]
pub extern "C" fn start() -> u32 {
    with(|desk| {
        desk.session = Session::open(&desk.inbox).ok();
        u32::from(desk.session.is_some())
    })
}

/// Forgets all files.
#[unsafe(no_mangle)]
pub extern "C" fn clear() {
    with(|desk| {
        if let Some(session) = &mut desk.session {
            session.clear();
        }
    });
}

/// Opens the file in the room and forgets it; ends the program if the reader breaks off.
#[unsafe(no_mangle)]
pub extern "C" fn read() {
    with(|desk| Session::try_reading(&std::mem::take(&mut desk.inbox)));
}

/// Takes the name of the next file from the room.
#[unsafe(no_mangle)]
pub extern "C" fn name() {
    with(|desk| desk.name = String::from_utf8_lossy(&desk.inbox).into_owned());
}

/// Checks the file in the room; without its bytes, one that the reader gave up.
#[unsafe(no_mangle)]
pub extern "C" fn add(has_bytes: u32) {
    with(|desk| {
        let bytes = std::mem::take(&mut desk.inbox);
        let bytes = (has_bytes != 0).then_some(bytes);
        let name = std::mem::take(&mut desk.name);
        if let Some(session) = &mut desk.session {
            session.add(&name, bytes);
        }
    });
}

/// What was found, as a part of the page.
#[unsafe(no_mangle)]
pub extern "C" fn cards() -> usize {
    with(|desk| {
        let cards = desk.session.as_mut().map(Session::cards);
        desk.put(cards.unwrap_or_default().into_bytes())
    })
}

/// The same as `validate --format json`, after `cards`.
#[unsafe(no_mangle)]
pub extern "C" fn json() -> usize {
    with(|desk| {
        let json = desk
            .session
            .as_ref()
            .and_then(|session| session.json().ok());
        desk.put(json.unwrap_or_default().into_bytes())
    })
}

/// The annotated form of a file, by the order in which they came; empty if it has none.
#[unsafe(no_mangle)]
pub extern "C" fn annotated(file: usize) -> usize {
    with(|desk| {
        let session = desk.session.as_ref();
        let form = session.and_then(|session| session.annotated(file).ok().flatten());
        desk.put(form.unwrap_or_default())
    })
}
