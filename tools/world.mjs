// Draw the world once, as paths of an SVG: `npm install world-atlas topojson-client d3-geo i18n-iso-countries`, then
// `node tools/world.mjs > src/coalition_data/explorer/assets/world.json`. Shapes: world-atlas (Natural Earth, public
// domain; ISC), land at 1:110m; the place of a state's mark is the middle of its largest part at 1:50m.
import { createRequire } from "node:module";
import { geoNaturalEarth1, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);
const codes = require("i18n-iso-countries");
const coarse = require("world-atlas/countries-110m.json");
const fine = require("world-atlas/countries-50m.json");

const WIDTH = 960;
const HEIGHT = 430;
const iso3 = (shape) => (shape.properties.name === "Kosovo" ? "XKX" : codes.numericToAlpha3(shape.id));
const shapes = (atlas) => feature(atlas, atlas.objects.countries).features;
const inhabited = shapes(coarse).filter((shape) => shape.properties.name !== "Antarctica");
const projection = geoNaturalEarth1().fitSize([WIDTH, HEIGHT], { type: "FeatureCollection", features: inhabited });
const draw = geoPath(projection).digits(1);

const largest = (shape) => {
  if (shape.geometry.type !== "MultiPolygon") return shape;
  const parts = shape.geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }));
  return parts.reduce((a, b) => (draw.area(a) > draw.area(b) ? a : b));
};
const middle = (shape) => draw.centroid(largest(shape)).map((x) => Math.round(x * 10) / 10);

const land = inhabited.map((shape) => draw(shape)).filter(Boolean);
const places = Object.fromEntries(shapes(fine).filter(iso3).map((shape) => [iso3(shape), middle(shape)]).sort());
process.stdout.write(`${JSON.stringify({ width: WIDTH, height: HEIGHT, land, places })}\n`);
