//! Reading accounts: what comes in, and that a second reading without news brings nothing.

use tvist_engine::domain::Provider;

use crate::shop::Shop;

#[tokio::test]
async fn the_first_reading_brings_every_case_and_the_next_one_nothing() {
    for provider in Provider::ALL {
        let shop = Shop::open().await;
        shop.account(provider).await;
        let first = shop.engine.sync(None, false).await.unwrap();
        let known = shop.cases().await;
        assert_eq!(first.len(), 1);
        assert!(first[0].error.is_none(), "{provider:?}: {first:?}");
        assert_eq!(first[0].new as usize, known.len(), "{provider:?}");
        shop.move_on(60);
        let second = shop.engine.sync(None, false).await.unwrap();
        assert_eq!((second[0].new, second[0].changed), (0, 0), "{provider:?}");
        assert_eq!(shop.cases().await, known, "{provider:?}");
    }
}
