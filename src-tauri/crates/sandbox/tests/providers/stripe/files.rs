//! §7 files.

use crate::shop::{Shop, pdf};

#[tokio::test]
async fn an_upload_is_an_object_and_its_bytes_come_back() {
    let shop = Shop::open().await;
    let bytes = pdf(3, 1_000);
    let file = shop.upload("delivery-proof.pdf", bytes.clone()).await.ok();
    assert_eq!(file["object"], "file");
    assert_eq!(file["purpose"], "dispute_evidence");
    assert_eq!(file["type"], "pdf");
    assert_eq!(file["filename"], "delivery-proof.pdf");
    assert_eq!(file["size"], bytes.len());
    let months =
        (file["expires_at"].as_i64().unwrap() - file["created"].as_i64().unwrap()) / 86_400;
    assert!((270..=276).contains(&months));
    let url = file["url"].as_str().unwrap();
    let got = shop
        .http
        .get(url)
        .bearer_auth(&shop.key)
        .send()
        .await
        .unwrap();
    assert_eq!(got.bytes().await.unwrap(), bytes);
    assert_eq!(shop.http.get(url).send().await.unwrap().status(), 401);
    let id = file["id"].as_str().unwrap();
    assert_eq!(shop.get(&format!("/v1/files/{id}")).await.ok(), file);
    let list = shop.get("/v1/files?purpose=dispute_evidence").await.ok();
    assert_eq!(list["data"][0]["id"], file["id"]);
    shop.days(280);
    assert_eq!(
        shop.http
            .get(url)
            .bearer_auth(&shop.key)
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
}

#[tokio::test]
async fn only_pdf_jpeg_and_png_by_content_up_to_five_megabytes() {
    let shop = Shop::open().await;
    assert_eq!(shop.upload("x.pdf", b"hello".to_vec()).await.status, 400);
    assert_eq!(shop.upload("x.pdf", Vec::new()).await.status, 400);
    let png = b"\x89PNG\r\n\x1a\nrest".to_vec();
    assert_eq!(shop.upload("x.txt", png).await.ok()["type"], "png");
    assert_eq!(
        shop.upload("x", b"\xff\xd8\xff\xe0".to_vec()).await.ok()["type"],
        "jpg"
    );
    let mut big = b"%PDF-1.7\n".to_vec();
    big.resize(5 * 1024 * 1024 + 1, b' ');
    let refused = shop.upload("big.pdf", big).await;
    assert_eq!((refused.status, refused.error("param")), (400, "file"));
}

#[tokio::test]
async fn all_files_of_a_dispute_together_have_a_limit() {
    let shop = Shop::open().await;
    let id = shop.case("card-not-received");
    let path = format!("/v1/disputes/{id}");
    let one = shop.upload("a.pdf", pdf(1, 2_400_000)).await.ok();
    let two = shop.upload("b.pdf", pdf(1, 2_400_000)).await.ok();
    let fields = [
        ("evidence[receipt]", one["id"].as_str().unwrap()),
        (
            "evidence[shipping_documentation]",
            two["id"].as_str().unwrap(),
        ),
        ("submit", "false"),
    ];
    assert_eq!(shop.post(&path, &fields).await.status, 400);
    assert!(shop.dispute(&id).await["evidence"]["receipt"].is_null());
    let first = [fields[0], fields[2]];
    let staged = shop.post(&path, &first).await.ok();
    assert_eq!(staged["evidence"]["receipt"], one["id"]);
    let expanded = shop
        .get(&format!("{path}?expand[]=evidence.receipt"))
        .await
        .ok();
    assert_eq!(expanded["evidence"]["receipt"]["filename"], "a.pdf");
}

#[tokio::test]
async fn one_upload_serves_one_dispute() {
    let shop = Shop::open().await;
    let (one, two) = (shop.case("card-not-received"), shop.case("card-duplicate"));
    let file = shop.upload("a.pdf", pdf(1, 10)).await.ok();
    let fields = [
        ("evidence[receipt]", file["id"].as_str().unwrap()),
        ("submit", "false"),
    ];
    shop.post(&format!("/v1/disputes/{one}"), &fields)
        .await
        .ok();
    shop.post(&format!("/v1/disputes/{one}"), &fields)
        .await
        .ok();
    let refused = shop.post(&format!("/v1/disputes/{two}"), &fields).await;
    assert_eq!(
        (refused.status, refused.error("param")),
        (400, "evidence[receipt]")
    );
    let unknown = [("evidence[receipt]", "file_nope")];
    let refused = shop.post(&format!("/v1/disputes/{two}"), &unknown).await;
    assert_eq!(
        (refused.status, refused.error("code")),
        (400, "resource_missing")
    );
}
