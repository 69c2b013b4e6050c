//! Writes zip archives, for workbooks that are made up.

/// An archive of these parts, deflated.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let (mut bytes, mut contents) = (Vec::new(), Vec::new());
    for (name, part) in parts {
        let mut encoder =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(part).expect("writing to memory");
        let packed = encoder.finish().expect("writing to memory");
        let mut crc = flate2::Crc::new();
        crc.update(part);
        let mut common = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        common.extend(crc.sum().to_le_bytes());
        common.extend((packed.len() as u32).to_le_bytes());
        common.extend((part.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        let at = bytes.len() as u32;
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(name.as_bytes());
        bytes.extend(packed);
        contents.extend(b"PK\x01\x02\x14\x00");
        contents.extend(&common);
        contents.extend([0; 10]);
        contents.extend(at.to_le_bytes());
        contents.extend(name.as_bytes());
    }
    let start = bytes.len() as u32;
    let length = contents.len() as u32;
    bytes.extend(contents);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend((parts.len() as u16).to_le_bytes());
    bytes.extend((parts.len() as u16).to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}
