//! Pictures: shrunk before they are kept, and shown out of memory.

use super::files::{PickedFile, document};
use super::{Thrown, window};
use futures_channel::oneshot;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, Url,
};

/// How good a JPEG is made, from the best that is tried to the least.
const QUALITIES: [f64; 4] = [0.85, 0.7, 0.5, 0.3];

/// A picture that a person chose or took, as a JPEG of at most so many pixels a side and so many bytes. Of a picture that
/// is larger even at the least quality, the smallest is given.
///
/// # Errors
/// Where the file is no picture that the browser can read.
pub async fn shrunk(file: &PickedFile, side_max: u32, bytes_max: usize) -> Result<Vec<u8>, Thrown> {
    let picture: ImageBitmap =
        JsFuture::from(window()?.create_image_bitmap_with_blob(file.as_blob())?)
            .await?
            .unchecked_into();
    let (width, height) = (picture.width().max(1), picture.height().max(1));
    let larger = width.max(height);
    let fit = |side: u32| match larger > side_max {
        true => (u64::from(side) * u64::from(side_max) / u64::from(larger)).max(1) as u32,
        false => side,
    };
    let canvas: HtmlCanvasElement = document()?.create_element("canvas")?.unchecked_into();
    canvas.set_width(fit(width));
    canvas.set_height(fit(height));
    let context = canvas
        .get_context("2d")?
        .ok_or_else(|| Thrown::new("NotSupportedError", "no canvas"))?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (wide, high) = (f64::from(fit(width)), f64::from(fit(height)));
    // A JPEG has no transparency: what shows through is white, as in a shop.
    context.set_fill_style_str("#ffffff");
    context.fill_rect(0.0, 0.0, wide, high);
    context.draw_image_with_image_bitmap_and_dw_and_dh(&picture, 0.0, 0.0, wide, high)?;
    picture.close();
    let mut bytes = Vec::new();
    for quality in QUALITIES {
        bytes = jpeg(&canvas, quality).await?;
        if bytes.len() <= bytes_max {
            break;
        }
    }
    Ok(bytes)
}

async fn jpeg(canvas: &HtmlCanvasElement, quality: f64) -> Result<Vec<u8>, Thrown> {
    let (sender, made) = oneshot::channel::<Option<Blob>>();
    let done = Closure::once(move |blob: JsValue| {
        // Nobody waits any more where the page has gone.
        sender.send(blob.dyn_into().ok()).ok();
    });
    canvas.to_blob_with_type_and_encoder_options(
        done.as_ref().unchecked_ref(),
        "image/jpeg",
        &JsValue::from_f64(quality),
    )?;
    let blob = made.await.ok().flatten();
    let blob = blob.ok_or_else(|| Thrown::new("EncodingError", "the picture was not made"))?;
    let bytes = JsFuture::from(blob.array_buffer()).await?;
    Ok(Uint8Array::new(&bytes).to_vec())
}

/// An address at which a page shows bytes until [`forget`] is called.
///
/// # Errors
/// Where the browser has no memory left.
pub fn address(bytes: &[u8], media_type: &str) -> Result<String, Thrown> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    Ok(Url::create_object_url_with_blob(&blob)?)
}

/// Gives the memory of an address back.
pub fn forget(address: &str) {
    // An address that is gone already is as good.
    Url::revoke_object_url(address).ok();
}
