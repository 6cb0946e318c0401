// Where things of a packet are asked for.

// The filter of the queue that the person came through; it decides which packet comes next.
const way = JSON.parse(document.getElementById("packet-boot")?.textContent ?? "{}").way ?? "";
const along = (toward) => (toward ? `${way}${way ? "&" : "?"}toward=${encodeURIComponent(toward)}` : way);
const base = (packet) => `/packets/${encodeURIComponent(packet)}`;

export const urls = {
  page: (packet) => `${base(packet)}${way}`,
  data: (packet) => `${base(packet)}/data${way}`,
  queue: () => `/queue${way}`,
  picture: (packet, page, width) => `${base(packet)}/pages/${page}.jpg?w=${width}`,
  office: (packet, page) => `${base(packet)}/office/${page}`,
  strip: (packet, page, index) => `${base(packet)}/strips/${page}/${index}`,
  original: (packet, sha) => `${base(packet)}/originals/${sha}`,
  letter: (packet) => `${base(packet)}/letter${way}`,
  decisions: (packet, toward) => `${base(packet)}/decisions${along(toward)}`,
  check: (packet) => `${base(packet)}/check`,
  readCrop: (packet) => `${base(packet)}/read-crop`,
  reveal: (packet, toward) => `${base(packet)}/reveal${along(toward)}`,
  lease: (packet) => `${base(packet)}/lease`,
  takeOver: (packet) => `${base(packet)}/lease/over`,
};
