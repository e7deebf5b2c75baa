//! The same work on many things at once, in order.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Most threads. Pictures are large, and so is what each thread holds.
const MOST: usize = 4;

/// Applies `work` to each item; results stand in the order of the items. With `alone` nothing runs
/// beside it. Where the system gives no thread, fewer do the work.
pub(crate) fn map<T: Sync, R: Send>(
    items: &[T],
    alone: bool,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if alone {
        1
    } else {
        processors.min(MOST).min(items.len())
    };
    if threads <= 1 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    let run = || {
        while let Some((at, item)) = take(items, &next) {
            let result = work(item);
            done.lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .push((at, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            // This thread works too, so one that can't be started is only missed.
            let _ = std::thread::Builder::new().spawn_scoped(scope, run);
        }
        run();
    });
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

fn take<'a, T>(items: &'a [T], next: &AtomicUsize) -> Option<(usize, &'a T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    items.get(at).map(|item| (at, item))
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_stand_in_order() {
        let items: Vec<u32> = (0..500).collect();
        for alone in [false, true] {
            let doubled = super::map(&items, alone, |n| n * 2);
            assert!(
                doubled
                    .iter()
                    .zip(&items)
                    .all(|(double, n)| *double == n * 2)
            );
            assert_eq!(doubled.len(), items.len());
        }
    }
}
