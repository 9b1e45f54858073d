// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The map, the second view of an answer, and the only Leaflet. Under everything lies our own
// drawing (sketch.js); a raster from outside may lie over it and may fail without harm.
import './leaflet/leaflet.js';
import { createCrowd } from './crowd.js';
import { element } from './dom.js';
import { doorPin, legendOf, palette, pin, plain, rasterWanted, rememberRaster, spread } from './marks.js';
import { paint } from './sketch.js';
import { word } from './words.js';

/** @typedef {import('./types.js').FeatureCollection} FeatureCollection */
/** @typedef {import('./marks.js').Marked} Marked */
/** @typedef {{url: string, attribution: string, enabled: boolean}} Raster */
/** @typedef {{point: [number, number], label: string}} Asked  the address, lon lat */
/**
 * @callback LoadStreets
 * @param {number[]} box  west, south, east, north
 * @param {number} zoom
 * @param {AbortSignal} signal
 * @returns {Promise<FeatureCollection>}
 */

/* A third of the size of its module, which has all of its comments. @type {any} */
const L = Reflect.get(globalThis, 'L');

/* Tiles that fail before one came: the background cannot be reached, stop asking for it. */
const TILES_LOST = 4;
/* How much more than the view is drawn on each side, so that a drag shows no edge. */
const PADDING = 0.35;
/* What is fitted keeps clear of the edges, of the buttons, and of the line of sources below. */
const MARGIN = 28;
const BUTTONS = 60;
const CLOSEST = 16;
/* Results that the first view must hold, or near misses without them; the far ones are a drag away. */
const FITTED = 12;
/* Streets are a blur further out. */
const STREETS_FROM_ZOOM = 11;

/** Our drawing as a Leaflet layer: one canvas, a little larger than the view. */
const Sketch = L.Layer.extend({
    options: { pane: 'sketch' },

    initialize(/** @type {import('./sketch.js').Scene} */ scene) {
        this.scene = scene;
    },

    onAdd(/** @type {any} */ map) {
        this.canvas = element('canvas', { class: 'sketch leaflet-zoom-animated', role: 'img' });
        this.getPane().append(this.canvas);
        this.redraw();
        return this;
    },

    onRemove() {
        this.canvas.remove();
    },

    getEvents() {
        return {
            moveend: this.redraw,
            zoomend: this.redraw,
            viewreset: this.redraw,
            resize: this.redraw,
            zoomanim: this.follow,
        };
    },

    redraw() {
        const map = this._map;
        if (!map) return;
        const view = map.getSize();
        if (view.x === 0 || view.y === 0) return;
        const margin = view.multiplyBy(PADDING).round();
        const size = view.add(margin.multiplyBy(2));
        const origin = map.containerPointToLayerPoint(margin.multiplyBy(-1));
        const ratio = window.devicePixelRatio || 1;
        this.corner = map.layerPointToLatLng(origin);
        this.zoom = map.getZoom();
        this.canvas.width = Math.round(size.x * ratio);
        this.canvas.height = Math.round(size.y * ratio);
        this.canvas.style.width = `${size.x}px`;
        this.canvas.style.height = `${size.y}px`;
        L.DomUtil.setTransform(this.canvas, origin, 1);
        const context = this.canvas.getContext('2d');
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        const project = (/** @type {number} */ lon, /** @type {number} */ lat) =>
            map.latLngToLayerPoint([lat, lon]).subtract(origin);
        paint({
            context,
            size: { width: size.x, height: size.y },
            scene: this.scene,
            project,
            zoom: this.zoom,
            palette: palette(),
        });
    },

    /* While Leaflet zooms, the old drawing is stretched along. */
    follow(/** @type {{zoom: number, center: any}} */ { zoom, center }) {
        const map = this._map;
        const half = map.getSize().divideBy(2);
        const at = map.project(this.corner, zoom).subtract(map.project(center, zoom)).add(half);
        L.DomUtil.setTransform(
            this.canvas,
            map.containerPointToLayerPoint(at),
            map.getZoomScale(zoom, this.zoom),
        );
    },
});

/**
 * Puts an element of ours into a corner.
 * @param {any} map
 * @param {string} position
 * @param {Node} made
 */
function placeControl(map, position, made) {
    const control = new L.Control({ position });
    control.onAdd = () => made;
    control.addTo(map);
}

/**
 * The streets under the view: asked for a box larger than it, and again only outside that box.
 * @param {any} map
 * @param {LoadStreets} load
 * @param {(collection: FeatureCollection) => void} came
 */
function followStreets(map, load, came) {
    let known = L.latLngBounds([]);
    let knownZoom = -1;
    /** @type {AbortController|null} */
    let asking = null;

    map.on('moveend', async () => {
        const zoom = Math.round(map.getZoom());
        if (map.getSize().x === 0 || zoom < STREETS_FROM_ZOOM) return;
        if (zoom === knownZoom && known.contains(map.getBounds())) return;
        asking?.abort();
        asking = new AbortController();
        const box = map.getBounds().pad(PADDING);
        const edges = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
        try {
            came(await load(edges, zoom, asking.signal));
            known = box;
            knownZoom = zoom;
        } catch {
            /* what is drawn stays; the next move asks again */
        }
    });
}

/** The background map from outside, and the tick that turns it on: nothing is fetched before, for
 * whoever serves it sees which area is looked at. @param {any} map */
function createBackground(map) {
    const tick = /** @type {HTMLInputElement} */ (
        element('input', { type: 'checkbox', id: 'raster' })
    );
    const name = element('span');
    const note = element('small');
    const box = element('label', { class: 'raster-choice', hidden: true }, tick, name, note);
    /** @type {any} */
    let layer = null;
    let isLost = false;
    placeControl(map, 'bottomright', box);
    L.DomEvent.disableClickPropagation(box);

    function relabel() {
        name.textContent = word(isLost ? 'raster.lost' : 'raster');
        note.textContent = word('raster.note');
    }

    /** @param {boolean} on */
    function turn(on) {
        isLost = false;
        tick.checked = on;
        if (on) layer.addTo(map);
        else layer.remove();
        relabel();
    }

    tick.addEventListener('change', () => {
        rememberRaster(tick.checked);
        turn(tick.checked);
    });

    /** @param {Raster|null|undefined} offered */
    function offer(offered) {
        if (!offered?.url || offered.enabled === false) return;
        let came = 0;
        let lost = 0;
        layer = L.tileLayer(offered.url, { maxZoom: 19, referrerPolicy: 'no-referrer' });
        layer.on('tileload', () => came++);
        layer.on('tileerror', () => {
            lost++;
            if (came > 0 || lost < TILES_LOST) return;
            lost = 0;
            turn(false);
            isLost = true;
            relabel();
        });
        box.hidden = false;
        turn(rasterWanted());
    }

    return { offer, relabel };
}

/**
 * The marks of an answer.
 * @param {any} map
 * @param {{picked: (id: string) => void, hovered: (id: string|null) => void}} options
 */
function createMarks(map, { picked, hovered }) {
    const layer = L.layerGroup().addTo(map);
    /** @type {Map<string, {marker: any, rank: number}>} */
    const shown = new Map();

    /** @param {Marked} marked @param {number} step */
    function add(marked, step) {
        const { mark, near, resource } = marked;
        if (!resource.geometry) return;
        const [lon, lat] = resource.geometry.coordinates;
        const { name } = resource.properties;
        const rank = near ? 0 : 500;
        const icon = L.divIcon({
            className: 'pin-place',
            html: pin(marked),
            iconSize: [30, 30],
            iconAnchor: [15 - step * 24, 15],
        });
        const marker = L.marker([lat, lon], { icon, riseOnHover: true, zIndexOffset: rank });
        marker.addTo(layer);
        marker.getElement().setAttribute('aria-label', `${mark}. ${name}`);
        marker.bindTooltip(plain(name), { direction: 'top', offset: [step * 24, -14] });
        marker.on('click', () => picked(resource.id));
        marker.on('keypress', (/** @type {any} */ { originalEvent }) => {
            if (originalEvent.key === 'Enter') picked(resource.id);
        });
        marker.on('mouseover', () => hovered(resource.id));
        marker.on('mouseout', () => hovered(null));
        shown.set(resource.id, { marker, rank });
    }

    /** @param {Asked} asked */
    function addDoor({ point: [lon, lat], label }) {
        const icon = L.divIcon({
            className: 'pin-place',
            html: doorPin(),
            iconSize: [34, 42],
            iconAnchor: [17, 40],
        });
        const marker = L.marker([lat, lon], { icon, zIndexOffset: 1000, keyboard: false });
        marker.addTo(layer);
        marker.getElement().setAttribute('role', 'img');
        marker.getElement().setAttribute('aria-label', label);
        marker.bindTooltip(plain(label), { direction: 'top', offset: [0, -38] });
    }

    /** @param {Marked[]} marked @param {Asked|null} asked */
    function show(marked, asked) {
        layer.clearLayers();
        shown.clear();
        const steps = spread(marked);
        for (const one of marked) add(one, steps.get(one.resource.id) ?? 0);
        if (asked) addDoor(asked);
    }

    /** @param {string|null} id */
    function highlight(id) {
        for (const [key, { marker, rank }] of shown) {
            marker.getElement().firstElementChild.classList.toggle('lit', key === id);
            marker.setZIndexOffset(key === id ? 2000 : rank);
        }
    }

    return { show, highlight };
}

/** Where the results beyond the list are drawn. @param {any} map
 * @returns {import('./crowd.js').Ground} */
function crowdGround(map) {
    const layer = L.layerGroup().addTo(map);

    function view() {
        if (map.getSize().x === 0) return null;
        const box = map.getBounds().pad(PADDING);
        return {
            west: box.getWest(),
            south: box.getSouth(),
            east: box.getEast(),
            north: box.getNorth(),
            zoom: map.getZoom(),
        };
    }

    /** @type {import('./crowd.js').Ground['place']} */
    function place({ made, size, point: [lon, lat], label, box }) {
        const icon = L.divIcon({
            className: 'pin-place',
            html: made,
            iconSize: [size, size],
            iconAnchor: [size / 2, size / 2],
        });
        const marker = L.marker([lat, lon], { icon, zIndexOffset: -500, keyboard: Boolean(box) });
        marker.addTo(layer);
        marker.getElement().setAttribute('aria-label', label);
        marker.bindTooltip(plain(label), { direction: 'top', offset: [0, -size / 2] });
        if (!box) return marker.getElement().setAttribute('role', 'img');
        const [west, south, east, north] = box;
        const open = () => map.fitBounds(L.latLngBounds([south, west], [north, east]));
        marker.on('click', open);
        marker.on('keypress', (/** @type {any} */ { originalEvent }) => {
            if (originalEvent.key === 'Enter') open();
        });
    }

    return { view, place, clear: () => layer.clearLayers() };
}

/** The zones of one resource. @param {FeatureCollection} collection */
function zoneShapes(collection) {
    return L.geoJSON(collection, {
        style: (/** @type {any} */ { properties }) => ({
            className: `zone ${properties.effect === 'exclude' ? 'exclude' : 'include'}`,
            weight: 2,
            color: '',
            fillColor: '',
        }),
        onEachFeature: (/** @type {any} */ { properties }, /** @type {any} */ layer) => {
            if (properties.label) layer.bindTooltip(plain(properties.label), { sticky: true });
        },
    });
}

/** The limit of the territory, over whatever lies below. @param {FeatureCollection} collection */
function outlineShapes({ features }) {
    const limits = features.filter(({ properties }) => properties.kind === 'territory');
    const style = { className: 'outline', fill: false, weight: 2.5, color: '' };
    return L.geoJSON(
        { type: 'FeatureCollection', features: limits },
        { interactive: false, style },
    );
}

/** A map of nothing yet. @param {HTMLElement} container @param {boolean} still */
function emptyMap(container, still) {
    const map = L.map(container, {
        attributionControl: false,
        zoomControl: false,
        maxZoom: 19,
        minZoom: 4,
        zoomSnap: 0.25,
        zoomAnimation: !still,
        fadeAnimation: !still,
        markerZoomAnimation: !still,
        inertia: !still,
    });
    map.createPane('sketch').style.zIndex = '150';
    map.setView([46.6, 2.4], 6);
    L.control.zoom({ position: 'topright' }).addTo(map);
    return map;
}

/**
 * @param {HTMLElement} container
 * @param {object} options
 * @param {LoadStreets} options.streets
 * @param {(id: string) => void} options.picked
 * @param {(id: string|null) => void} options.hovered
 */
export function createMap(container, { streets, picked, hovered }) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const map = emptyMap(container, still);
    /** @type {import('./sketch.js').Scene} */
    const scene = { areas: [], streets: [] };
    const sketch = new Sketch(scene).addTo(map);
    const outline = L.layerGroup().addTo(map);
    const zoneLayer = L.layerGroup().addTo(map);
    const credits = element('p', { class: 'sources' });
    placeControl(map, 'bottomright', credits);
    const background = createBackground(map);
    const crowd = createCrowd(crowdGround(map));
    const marks = createMarks(map, { picked, hovered });
    const legend = element('ul', { class: 'legend', hidden: true });
    placeControl(map, 'topleft', legend);

    let home = L.latLngBounds([]);
    let wanted = L.latLngBounds([]);
    /** @type {Asked|null} */
    let door = null;
    /* A hidden map has no size: it is fitted when it comes on the screen. */
    let isUnfitted = false;

    followStreets(map, streets, ({ features }) => {
        scene.streets = features;
        sketch.redraw();
    });
    map.on('moveend', crowd.moved);
    map.on('resize', () => isUnfitted && fit());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => sketch.redraw());

    function margins() {
        return {
            paddingTopLeft: [MARGIN, MARGIN],
            paddingBottomRight: [BUTTONS, MARGIN + BUTTONS],
            maxZoom: CLOSEST,
        };
    }

    function fit() {
        const target = wanted.isValid() ? wanted : home;
        if (!target.isValid()) return;
        isUnfitted = map.getSize().x === 0;
        if (!isUnfitted) map.fitBounds(target, { ...margins(), animate: false });
    }

    /** @param {FeatureCollection} collection */
    function territory(collection) {
        scene.areas = collection.features;
        outline.clearLayers();
        home = outlineShapes(collection).addTo(outline).getBounds();
        const box = collection.territory?.box;
        if (!home.isValid() && box) home = L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
        if (!wanted.isValid()) fit();
        sketch.redraw();
    }

    /**
     * @param {Marked[]} marked
     * @param {Asked|null} asked
     * @param {import('./crowd.js').LoadCrowd|null} [others]  the results beyond them; null: none
     */
    function show(marked, asked, others = null) {
        const results = marked.filter(({ near }) => !near).map(({ resource }) => resource);
        const framed = results.length > 0 ? results : marked.map(({ resource }) => resource);
        crowd.show(others, results);
        zoneLayer.clearLayers();
        marks.show(marked, asked);
        legend.replaceChildren(...legendOf(marked));
        legend.hidden = legend.children.length === 0;
        door = asked;
        wanted = L.latLngBounds([]);
        for (const { geometry } of framed.slice(0, FITTED)) {
            if (geometry) wanted.extend([...geometry.coordinates].reverse());
        }
        if (asked) wanted.extend([...asked.point].reverse());
        fit();
    }

    /** @param {FeatureCollection|null} collection  null: none */
    function zones(collection) {
        zoneLayer.clearLayers();
        if (!collection?.features.length) return;
        const bounds = zoneShapes(collection).addTo(zoneLayer).getBounds();
        if (door) bounds.extend([...door.point].reverse());
        if (bounds.isValid()) map.fitBounds(bounds, { ...margins(), animate: !still });
    }

    /** Puts the words of the language on the controls. */
    function relabel() {
        for (const name of ['in', 'out']) {
            const control = container.querySelector(`.leaflet-control-zoom-${name}`);
            control?.setAttribute('title', word(`zoom.${name}`));
            control?.setAttribute('aria-label', word(`zoom.${name}`));
        }
        sketch.canvas.setAttribute('aria-label', word('map.drawn'));
        background.relabel();
    }

    return {
        territory,
        show,
        zones,
        relabel,
        background: background.offer,
        highlight: marks.highlight,
        clear: () => show([], null),
        /** @param {string} text */
        sources: (text) => credits.replaceChildren(text),
        /** To be told when the map comes on the screen. */
        resize: () => map.invalidateSize({ animate: false }),
    };
}
