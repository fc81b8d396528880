//! Giving up: the caller's signal, and time running out.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};

use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

use super::failure::{Failure, Kind};
use super::value::get;

/// Browsers and Node keep timers in 32 bits.
const TIMER_MAX_MS: f64 = 2_147_483_647.0;

/// Why something was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The caller's signal was aborted.
    Caller,
    /// The time ran out.
    Time,
}

#[wasm_bindgen]
extern "C" {
    /// An abort signal of any realm, or anything shaped like one.
    type Signal;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn listen(this: &Signal, event: &str, handler: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    fn unlisten(this: &Signal, event: &str, handler: &JsValue) -> Result<(), JsValue>;
}

#[derive(Default)]
struct State {
    reason: Cell<Option<Reason>>,
    waker: RefCell<Option<Waker>>,
    controller: RefCell<Option<AbortController>>,
}

impl State {
    fn give_up(&self, reason: Reason) {
        if self.reason.get().is_some() {
            return;
        }
        self.reason.set(Some(reason));
        if let Some(controller) = self.controller.borrow_mut().take() {
            controller.abort();
        }
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }
}

/// Watches a caller's signal for the time of one call; the listener goes with it.
pub(super) struct Cancel {
    state: Rc<State>,
    signal: JsValue,
    handler: Option<Closure<dyn FnMut()>>,
}

impl Cancel {
    pub(super) fn new(signal: &JsValue) -> Result<Self, Failure> {
        let state = Rc::new(State::default());
        if signal.is_undefined() || signal.is_null() {
            return Ok(Self {
                state,
                signal: JsValue::UNDEFINED,
                handler: None,
            });
        }
        let wrong = || Failure::usage("signal", "\"signal\" must be an AbortSignal.");
        if !signal.is_object() || get(signal, "aborted").as_bool().is_none() {
            return Err(wrong());
        }
        if get(signal, "aborted").as_bool() == Some(true) {
            state.give_up(Reason::Caller);
            return Ok(Self {
                state,
                signal: signal.clone(),
                handler: None,
            });
        }
        let watched = state.clone();
        let handler = Closure::<dyn FnMut()>::new(move || watched.give_up(Reason::Caller));
        signal
            .unchecked_ref::<Signal>()
            .listen("abort", handler.as_ref())
            .map_err(|_| wrong())?;
        Ok(Self {
            state,
            signal: signal.clone(),
            handler: Some(handler),
        })
    }

    /// Runs `work` until it ends, the caller gives up, or `limit_ms` is over (0 is no limit).
    pub(super) async fn limit<T>(
        &self,
        limit_ms: f64,
        controller: Option<AbortController>,
        work: impl Future<Output = T>,
    ) -> Result<T, Reason> {
        *self.state.controller.borrow_mut() = controller;
        let _timer = (limit_ms > 0.0).then(|| {
            let state = self.state.clone();
            timer(limit_ms, move || state.give_up(Reason::Time))
        });
        let mut work = pin!(work);
        let result = poll_fn(|context| {
            if let Some(reason) = self.state.reason.get() {
                return Poll::Ready(Err(reason));
            }
            *self.state.waker.borrow_mut() = Some(context.waker().clone());
            work.as_mut().poll(context).map(Ok)
        })
        .await;
        self.state.controller.borrow_mut().take();
        if matches!(result, Err(Reason::Time)) {
            // The next attempt has its own time; the caller's word stands.
            self.state.reason.set(None);
        }
        result
    }

    /// Waits; `false` when the caller gave up meanwhile.
    pub(super) async fn sleep(&self, ms: f64) -> bool {
        self.limit(ms, None, std::future::pending::<()>()).await == Err(Reason::Time)
    }

    pub(super) fn failure(&self) -> Failure {
        Failure::new(Kind::Aborted, "The call was aborted.")
            .with("cause", &get(&self.signal, "reason"))
    }
}

impl Drop for Cancel {
    fn drop(&mut self) {
        if let Some(handler) = &self.handler {
            // A signal that cannot be unlistened to keeps a closure that does nothing.
            let _ = self
                .signal
                .unchecked_ref::<Signal>()
                .unlisten("abort", handler.as_ref());
        }
    }
}

fn timer(ms: f64, then: impl FnOnce() + 'static) -> Timeout {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what timers take"
    )]
    let whole = ms.clamp(0.0, TIMER_MAX_MS) as u32;
    Timeout::new(whole, then)
}
