//! Label printers that the browser speaks to without a dialog: over WebUSB, or over Web Serial.
//!
//! Neither is in every browser, and neither has stable bindings, so both are asked for by name. A person chooses the
//! printer once; the browser remembers that the portal may use it, and it is found again without a question.

use super::{Thrown, window};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How a printer is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// WebUSB.
    Usb,
    /// Web Serial.
    Serial,
}

/// The USB class of printers.
const PRINTER_CLASS: i32 = 7;

/// The speed of a serial label printer as they leave the factory, in bits a second.
const BAUD: i32 = 9_600;

/// A printer that a person has let the portal use.
pub struct LabelPrinter {
    way: Way,
    device: JsValue,
}

impl Way {
    fn property(self) -> &'static str {
        match self {
            Way::Usb => "usb",
            Way::Serial => "serial",
        }
    }

    fn list(self) -> &'static str {
        match self {
            Way::Usb => "getDevices",
            Way::Serial => "getPorts",
        }
    }

    fn border(self) -> Option<JsValue> {
        let navigator = window().ok()?.navigator();
        let border = get(&navigator, self.property()).ok()?;
        (!border.is_undefined() && !border.is_null()).then_some(border)
    }
}

/// The ways that this browser has.
pub fn ways() -> Vec<Way> {
    let all = [Way::Usb, Way::Serial].into_iter();
    all.filter(|way| way.border().is_some()).collect()
}

/// The printer that was chosen before by a way, if it is plugged in.
///
/// # Errors
/// Where the browser refuses to say.
pub async fn remembered(way: Way) -> Result<Option<LabelPrinter>, Thrown> {
    let Some(border) = way.border() else {
        return Ok(None);
    };
    let found = Array::from(&call(&border, way.list(), &[]).await?);
    for device in found.iter() {
        if way == Way::Serial || out_endpoint(&device)?.is_some() {
            return Ok(Some(LabelPrinter { way, device }));
        }
    }
    Ok(None)
}

/// Asks a person for the printer. Has to be called while a click is handled, or the browser asks nothing.
///
/// # Errors
/// `NotFoundError` where the person chooses none.
pub async fn choose(way: Way) -> Result<LabelPrinter, Thrown> {
    let missing = || Thrown::new("NotSupportedError", "this browser reaches no printer");
    let border = way.border().ok_or_else(missing)?;
    let device = match way {
        Way::Usb => {
            let class = object(&[("classCode", PRINTER_CLASS.into())])?;
            let filters = object(&[("filters", Array::of1(&class).into())])?;
            call(&border, "requestDevice", &[filters.into()]).await?
        }
        Way::Serial => call(&border, "requestPort", &[]).await?,
    };
    Ok(LabelPrinter { way, device })
}

impl LabelPrinter {
    /// What it is called; nothing for a serial port.
    pub fn name(&self) -> Option<String> {
        get(&self.device, "productName").ok()?.as_string()
    }

    /// Sends commands of the printer's language.
    ///
    /// # Errors
    /// Where it is unplugged, another program has it, or it takes no data.
    pub async fn send(&self, commands: &str) -> Result<(), Thrown> {
        let bytes = Uint8Array::from(commands.as_bytes());
        match self.way {
            Way::Usb => self.send_usb(bytes).await,
            Way::Serial => self.send_serial(bytes).await,
        }
    }

    async fn send_usb(&self, bytes: Uint8Array) -> Result<(), Thrown> {
        let device = &self.device;
        call(device, "open", &[]).await?;
        let sent = self.transfer(bytes).await;
        call(device, "close", &[]).await?;
        sent
    }

    async fn transfer(&self, bytes: Uint8Array) -> Result<(), Thrown> {
        let device = &self.device;
        if get(device, "configuration")?.is_null() {
            call(device, "selectConfiguration", &[1.into()]).await?;
        }
        let none = || Thrown::new("NotSupportedError", "the device takes no data of a printer");
        let (interface, endpoint) = out_endpoint(device)?.ok_or_else(none)?;
        call(device, "claimInterface", &[interface.into()]).await?;
        let answer = call(device, "transferOut", &[endpoint.into(), bytes.into()]).await;
        call(device, "releaseInterface", &[interface.into()]).await?;
        let status = get(&answer?, "status")?.as_string().unwrap_or_default();
        match status.as_str() {
            "ok" => Ok(()),
            other => Err(Thrown::new("NetworkError", other)),
        }
    }

    async fn send_serial(&self, bytes: Uint8Array) -> Result<(), Thrown> {
        let port = &self.device;
        let options = object(&[("baudRate", BAUD.into())])?;
        call(port, "open", &[options.into()]).await?;
        let sent = async {
            let stream = get(port, "writable")?;
            let writer = method(&stream, "getWriter")?.call0(&stream)?;
            let written = call(&writer, "write", &[bytes.into()]).await;
            method(&writer, "releaseLock")?.call0(&writer)?;
            written.map(|_| ())
        };
        let sent: Result<(), Thrown> = sent.await;
        call(port, "close", &[]).await?;
        sent
    }
}

/// The interface of a printer and its endpoint for data, by their numbers.
fn out_endpoint(device: &JsValue) -> Result<Option<(u32, u32)>, Thrown> {
    for configuration in list(device, "configurations")?.iter() {
        for interface in list(&configuration, "interfaces")?.iter() {
            let number = number(&interface, "interfaceNumber")?;
            for alternate in list(&interface, "alternates")?.iter() {
                if get(&alternate, "interfaceClass")?.as_f64() != Some(f64::from(PRINTER_CLASS)) {
                    continue;
                }
                for endpoint in list(&alternate, "endpoints")?.iter() {
                    let is = |name, wanted| {
                        let found = get(&endpoint, name)?.as_string();
                        Ok::<_, Thrown>(found.as_deref() == Some(wanted))
                    };
                    if is("direction", "out")? && is("type", "bulk")? {
                        return Ok(Some((number, self::number(&endpoint, "endpointNumber")?)));
                    }
                }
            }
        }
    }
    Ok(None)
}

fn get(of: &JsValue, name: &str) -> Result<JsValue, Thrown> {
    Ok(Reflect::get(of, &JsValue::from_str(name))?)
}

fn number(of: &JsValue, name: &str) -> Result<u32, Thrown> {
    let missing = || Thrown::new("TypeError", format!("{name} is no number"));
    let number = get(of, name)?.as_f64().ok_or_else(missing)?;
    Ok(number as u32)
}

fn list(of: &JsValue, name: &str) -> Result<Array, Thrown> {
    Ok(Array::from(&get(of, name)?))
}

fn object(fields: &[(&str, JsValue)]) -> Result<Object, Thrown> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &JsValue::from_str(name), value)?;
    }
    Ok(object)
}

fn method(of: &JsValue, name: &str) -> Result<Function, Thrown> {
    let missing = |_| Thrown::new("TypeError", format!("there is no {name}"));
    get(of, name)?.dyn_into().map_err(missing)
}

/// Calls what gives a promise, and waits for it.
async fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, Thrown> {
    let arguments: Array = arguments.iter().collect();
    let promise = method(of, name)?.apply(of, &arguments)?;
    Ok(JsFuture::from(Promise::resolve(&promise)).await?)
}
