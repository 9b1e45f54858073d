// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The map that is never blank: territory, quartiers and streets drawn from our own data on a
// canvas. Pure drawing: it knows neither Leaflet nor the service.

/** @typedef {import('./types.js').Feature} Feature */
/** @typedef {{x: number, y: number}} Point */
/** @typedef {(lon: number, lat: number) => Point} Project */
/** @typedef {{areas: Feature[], streets: Feature[]}} Scene */
/**
 * @typedef {object} Palette  CSS colours
 * @property {string} outside
 * @property {string} land
 * @property {string} other   of every second quartier
 * @property {string} border
 * @property {string} street
 * @property {string} casing
 * @property {string} label
 * @property {string} halo
 * @property {string} quarter
 */
/**
 * @typedef {object} Drawing  what is drawn, where and how
 * @property {CanvasRenderingContext2D} context
 * @property {{width: number, height: number}} size  in CSS pixels
 * @property {Scene} scene
 * @property {Project} project  WGS 84 degrees to CSS pixels
 * @property {number} zoom
 * @property {Palette} palette
 */
/** @typedef {{name: string, importance: number, points: Point[]}} Line */

const FONT = '"Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif';

/** What a place is called on the map: its quartiers, or its communes where there are none. Finer or
 * drawn areas (IRIS, zones) would only crowd it. @param {Feature[]} areas */
function namedAreas(areas) {
    const quarters = areas.filter(({ properties }) => properties.kind === 'quartier');
    return quarters.length
        ? quarters
        : areas.filter(({ properties }) => properties.kind === 'commune');
}

/** The rings of a polygon or of several. @param {Feature} feature @returns {number[][][]} */
function ringsOf({ geometry }) {
    return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : geometry.coordinates;
}

/** @param {CanvasRenderingContext2D} context @param {Point[]} points */
function trace(context, points) {
    points.forEach(({ x, y }, i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
}

/** @param {CanvasRenderingContext2D} context @param {Feature} area @param {Project} project */
function traceArea(context, area, project) {
    context.beginPath();
    for (const ring of ringsOf(area)) {
        trace(
            context,
            ring.map(([lon, lat]) => project(lon, lat)),
        );
        context.closePath();
    }
}

/**
 * Where a name sits well: the centroid of the largest ring.
 * @param {Point[]} ring
 * @returns {Point}
 */
function centroid(ring) {
    let twice = 0,
        x = 0,
        y = 0;
    ring.forEach((a, i) => {
        const b = ring[(i + 1) % ring.length];
        const cross = a.x * b.y - b.x * a.y;
        twice += cross;
        x += (a.x + b.x) * cross;
        y += (a.y + b.y) * cross;
    });
    return twice === 0 ? ring[0] : { x: x / (3 * twice), y: y / (3 * twice) };
}

/** Street width in pixels. @param {number} zoom @param {number} importance 0..1 */
function widthOf(zoom, importance) {
    const growth = Math.pow(1.55, zoom - 14);
    return Math.max(0.7, (1.1 + 2.6 * importance) * growth);
}

/** Places already taken by a name, as discs. */
class Taken {
    /** @type {{x: number, y: number, r: number}[]} */
    #discs = [];

    /** Takes the discs when all are free. @param {{x: number, y: number, r: number}[]} discs */
    take(discs) {
        const hit = discs.some((a) =>
            this.#discs.some((b) => Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r),
        );
        if (!hit) this.#discs.push(...discs);
        return !hit;
    }
}

/**
 * Discs along a text.
 * @param {Point} center
 * @param {number} angle
 * @param {number} width
 * @param {number} r
 */
function discsAlong(center, angle, width, r) {
    const count = Math.max(1, Math.ceil(width / (1.6 * r)));
    return Array.from({ length: count }, (_, i) => {
        const along = ((i + 0.5) / count - 0.5) * width;
        return { x: center.x + along * Math.cos(angle), y: center.y + along * Math.sin(angle), r };
    });
}

/**
 * The straightest stretch of a line that is as long as a text and lies on the canvas, nearest to
 * its middle.
 * @param {Point[]} line @param {number} width @param {{width: number, height: number}} size
 * @returns {{center: Point, angle: number}|null}
 */
function stretchFor(line, width, size) {
    const at = [0];
    for (let i = 1; i < line.length; i++)
        at.push(at[i - 1] + Math.hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y));
    const length = at[at.length - 1];
    if (length < width * 1.1) return null;
    /** @param {number} along */
    const pointAt = (along) => {
        const i = Math.max(
            1,
            at.findIndex((reached) => reached >= along),
        );
        const t = (along - at[i - 1]) / (at[i] - at[i - 1] || 1);
        return {
            x: line[i - 1].x + t * (line[i].x - line[i - 1].x),
            y: line[i - 1].y + t * (line[i].y - line[i - 1].y),
        };
    };
    const inside = (/** @type {Point} */ { x, y }) =>
        x > 0 && y > 0 && x < size.width && y < size.height;
    let best = null,
        bestScore = 0.96;
    for (let start = 0; start + width <= length; start += Math.max(12, width / 4)) {
        const a = pointAt(start),
            b = pointAt(start + width);
        if (!inside(a) || !inside(b)) continue;
        const straight = Math.hypot(b.x - a.x, b.y - a.y) / width;
        const score = straight - 0.02 * Math.abs((start + width / 2) / length - 0.5);
        if (score <= bestScore) continue;
        bestScore = score;
        const left = a.x <= b.x ? a : b,
            right = a.x <= b.x ? b : a;
        best = {
            center: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
            angle: Math.atan2(right.y - left.y, right.x - left.x),
        };
    }
    return best;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {Point} center
 * @param {number} angle
 * @param {string} colour
 * @param {string} halo
 */
function write(context, text, center, angle, colour, halo) {
    context.save();
    context.translate(center.x, center.y);
    context.rotate(angle);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    context.lineWidth = 3.5;
    context.strokeStyle = halo;
    context.strokeText(text, 0, 0);
    context.fillStyle = colour;
    context.fillText(text, 0, 0);
    context.restore();
}

/** @param {Drawing} drawing */
function paintAreas({ context, scene: { areas }, project, palette }) {
    const quarters = namedAreas(areas);
    for (const area of areas.filter(({ properties }) => properties.kind === 'territory')) {
        traceArea(context, area, project);
        context.fillStyle = palette.land;
        context.fill('evenodd');
    }
    quarters.forEach((area, i) => {
        traceArea(context, area, project);
        context.fillStyle = i % 2 ? palette.other : palette.land;
        context.fill('evenodd');
    });
    context.setLineDash([5, 4]);
    context.lineWidth = 1.2;
    context.strokeStyle = palette.border;
    for (const area of quarters) {
        traceArea(context, area, project);
        context.stroke();
    }
    context.setLineDash([]);
}

/** @param {Drawing} drawing @param {Line[]} lines */
function paintStreets({ context, zoom, palette }, lines) {
    context.lineJoin = 'round';
    context.lineCap = 'round';
    /* Every casing first, so that crossings stay open. */
    for (const casing of [true, false]) {
        context.strokeStyle = casing ? palette.casing : palette.street;
        for (const { points, importance } of lines) {
            context.lineWidth = widthOf(zoom, importance) + (casing ? 1.6 : 0);
            context.beginPath();
            trace(context, points);
            context.stroke();
        }
    }
}

/** @param {Drawing} drawing @param {Taken} taken */
function nameQuarters({ context, scene, project, zoom, palette }, taken) {
    if (zoom < 12 || zoom > 16) return;
    const size = zoom < 14 ? 11 : 13;
    context.font = `600 ${size}px ${FONT}`;
    for (const area of namedAreas(scene.areas)) {
        const [ring] = [...ringsOf(area)].sort((a, b) => b.length - a.length);
        const text = String(area.properties.name).toUpperCase().split('').join('\u200a');
        const center = centroid(ring.map(([lon, lat]) => project(lon, lat)));
        if (!taken.take(discsAlong(center, 0, context.measureText(text).width, size))) continue;
        write(context, text, center, 0, palette.quarter, palette.halo);
    }
}

/** @param {Drawing} drawing @param {Line[]} lines  most important first @param {Taken} taken */
function nameStreets({ context, size, zoom, palette }, lines, taken) {
    if (zoom < 14) return;
    for (const { name, points, importance } of lines) {
        if (zoom < 15 && importance < 0.5) continue;
        const pixels = zoom >= 16 ? 11.5 + importance * 1.5 : 10 + importance * 1.5;
        context.font = `${pixels}px ${FONT}`;
        const width = context.measureText(name).width + 8;
        const stretch = stretchFor(points, width, size);
        if (stretch === null) continue;
        if (!taken.take(discsAlong(stretch.center, stretch.angle, width, pixels * 0.62))) continue;
        write(context, name, stretch.center, stretch.angle, palette.label, palette.halo);
    }
}

/* Half the width of the widest street, and more. */
const BESIDE = 40;

/** False when a line surely misses the canvas. @param {Point[]} points
 * @param {{width: number, height: number}} size */
function mayShow(points, { width, height }) {
    return (
        points.some(({ x }) => x > -BESIDE) &&
        points.some(({ x }) => x < width + BESIDE) &&
        points.some(({ y }) => y > -BESIDE) &&
        points.some(({ y }) => y < height + BESIDE)
    );
}

/** Streets in sight as lines of pixels, the most important first. @param {Drawing} drawing */
function linesOf({ scene, project, size }) {
    const lines = scene.streets
        .map(({ properties, geometry }) => ({
            name: String(properties.name),
            importance: Number(properties.importance) || 0,
            points: geometry.coordinates.map((/** @type {number[]} */ [lon, lat]) =>
                project(lon, lat),
            ),
        }))
        .filter(({ points }) => mayShow(points, size));
    return lines.sort((a, b) => b.importance - a.importance);
}

/**
 * Draws the scene over the whole canvas.
 * @param {Drawing} drawing
 */
export function paint(drawing) {
    const { context, size, palette } = drawing;
    context.fillStyle = palette.outside;
    context.fillRect(0, 0, size.width, size.height);
    paintAreas(drawing);
    const lines = linesOf(drawing);
    paintStreets(drawing, lines);
    const taken = new Taken();
    nameQuarters(drawing, taken);
    nameStreets(drawing, lines, taken);
}
