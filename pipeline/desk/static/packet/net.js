// Where things of a packet are asked for.

const base = (packet) => `/packets/${encodeURIComponent(packet)}`;

export const urls = {
  page: base,
  data: (packet) => `${base(packet)}/data`,
  picture: (packet, page, width) => `${base(packet)}/pages/${page}.jpg?w=${width}`,
  office: (packet, page) => `${base(packet)}/office/${page}`,
  strip: (packet, page, index) => `${base(packet)}/strips/${page}/${index}`,
  original: (packet, sha) => `${base(packet)}/originals/${sha}`,
  letter: (packet) => `${base(packet)}/letter`,
  decisions: (packet) => `${base(packet)}/decisions`,
  check: (packet) => `${base(packet)}/check`,
  readCrop: (packet) => `${base(packet)}/read-crop`,
  reveal: (packet) => `${base(packet)}/reveal`,
  lease: (packet) => `${base(packet)}/lease`,
  takeOver: (packet) => `${base(packet)}/lease/over`,
};
