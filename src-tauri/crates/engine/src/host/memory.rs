//! What rooms keep in memory for the life of the engine, each by its own type: the host knows none of them.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// One value of each type. Clones are the same memory.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>>);

impl Memory {
    /// The value of this type; its default until somebody asked for it.
    pub(crate) fn of<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let value = kept
            .entry(TypeId::of::<T>())
            .or_insert_with(|| Arc::<T>::default());
        // It lies under its own type, so that it is one.
        value.clone().downcast().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_one_value_that_clones_share() {
        let memory = Memory::default();
        memory.of::<Mutex<u32>>().lock().unwrap().clone_from(&7);
        let other = memory.clone();
        assert_eq!(*other.of::<Mutex<u32>>().lock().unwrap(), 7);
        assert_eq!(*other.of::<Mutex<String>>().lock().unwrap(), "");
    }
}
