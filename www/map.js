// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The map, the second view of an answer, and the only Leaflet. Under everything lies our own
// drawing (sketch.js); a raster from outside may lie over it and may fail without harm.
// @ts-ignore: Leaflet's module, which the build lays beside ours
import * as L from './leaflet/leaflet-src.esm.js';
import { element } from './dom.js';
import { paint } from './sketch.js';
import { word } from './words.js';

/** @typedef {import('./types.js').FeatureCollection} FeatureCollection */
/** @typedef {import('./types.js').Resource} Resource */
/** @typedef {{url: string, attribution: string, enabled: boolean}} Raster */
/** @typedef {{mark: string, near: boolean, resource: Resource}} Marked */

/* The one thing this browser remembers: whether the background map was switched off. */
const RASTER_CHOICE = 'voisoin.raster';
/* Tiles that fail before one came: the background cannot be reached, stop asking for it. */
const TILES_LOST = 4;
/* How much more than the view is drawn on each side, so that a drag shows no edge. */
const PADDING = 0.35;
/* What is fitted keeps clear of the edges, and of the line of sources below. */
const MARGINS = { paddingTopLeft: [28, 28], paddingBottomRight: [28, 52], maxZoom: 16 };

/** @returns {import('./sketch.js').Palette} */
function palette() {
    const style = getComputedStyle(document.documentElement);
    const colour = (/** @type {string} */ name) => style.getPropertyValue(`--map-${name}`).trim();
    return {
        outside: colour('outside'), land: colour('land'), other: colour('other'), border: colour('border'),
        street: colour('street'), casing: colour('casing'), label: colour('label'), halo: colour('halo'),
        quarter: colour('quarter'),
    };
}

/** Our drawing as a Leaflet layer: one canvas, a little larger than the view. */
const Sketch = L.Layer.extend({
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
        return { moveend: this.redraw, zoomend: this.redraw, viewreset: this.redraw, resize: this.redraw, zoomanim: this.follow };
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
        paint(context, { width: size.x, height: size.y }, this.scene, project, this.zoom, palette());
    },

    /* While Leaflet zooms, the old drawing is stretched along. */
    follow(/** @type {{zoom: number, center: any}} */ { zoom, center }) {
        const map = this._map;
        const half = map.getSize().divideBy(2);
        const at = map.project(this.corner, zoom).subtract(map.project(center, zoom)).add(half);
        L.DomUtil.setTransform(this.canvas, map.containerPointToLayerPoint(at), map.getZoomScale(zoom, this.zoom));
    },
});

/** Remembers a choice; a browser that forbids it forgets it. @param {boolean} on */
function rememberRaster(on) {
    try { localStorage.setItem(RASTER_CHOICE, on ? 'on' : 'off'); } catch { /* forgotten */ }
}

function rasterRefused() {
    try { return localStorage.getItem(RASTER_CHOICE) === 'off'; } catch { return false; }
}

/** Markers at one door stand side by side: how far each is pushed, in steps from the middle.
 * @param {Marked[]} marked @returns {Map<string, number>} */
function spread(marked) {
    /** @type {Map<string, string[]>} */
    const doors = new Map();
    for (const { resource } of marked) {
        const door = resource.geometry?.coordinates.map((degrees) => degrees.toFixed(4)).join() ?? '';
        doors.set(door, [...(doors.get(door) ?? []), resource.id]);
    }
    const steps = new Map();
    for (const ids of doors.values()) ids.forEach((id, i) => steps.set(id, i - (ids.length - 1) / 2));
    return steps;
}

/**
 * @param {HTMLElement} container
 * @param {object} options
 * @param {(box: number[], zoom: number, signal: AbortSignal) => Promise<FeatureCollection>} options.streets
 * @param {(id: string) => void} options.picked
 * @param {(id: string|null) => void} options.hovered
 */
export function createMap(container, { streets, picked, hovered }) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const map = L.map(container, {
        attributionControl: false, zoomControl: false, maxZoom: 19, minZoom: 4, zoomSnap: 0.25, zoomDelta: 1,
        zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
    });
    map.createPane('sketch').style.zIndex = '150';
    map.setView([46.6, 2.4], 6);

    /** @type {import('./sketch.js').Scene} */
    const scene = { areas: [], streets: [] };
    const sketch = new Sketch(scene);
    sketch.options = { ...sketch.options, pane: 'sketch' };
    map.addLayer(sketch);

    const outline = L.layerGroup().addTo(map);
    const zoneLayer = L.layerGroup().addTo(map);
    const markers = L.layerGroup().addTo(map);
    /** @type {Map<string, any>} */
    const markerOf = new Map();
    let home = L.latLngBounds([]);
    let wanted = L.latLngBounds([]);
    /** @type {any} where the question is asked from */
    let door = null;
    /** @type {any} */
    let raster = null;
    let rasterLost = false;
    const controls = createControls();

    function createControls() {
        const tick = /** @type {HTMLInputElement} */ (element('input', { type: 'checkbox', id: 'raster' }));
        const name = element('label', { for: 'raster' });
        const box = element('div', { class: 'raster-choice', hidden: true }, tick, name);
        const sources = element('p', { class: 'sources' });
        tick.addEventListener('change', () => {
            rememberRaster(tick.checked);
            if (tick.checked) raster?.addTo(map);
            else raster?.remove();
            nameRaster();
        });
        const zoom = L.control.zoom({ position: 'topright' }).addTo(map);
        for (const [position, made] of [['topright', box], ['bottomright', sources]]) {
            const control = new L.Control({ position });
            control.onAdd = () => made;
            control.addTo(map);
        }
        L.DomEvent.disableClickPropagation(box);
        return { tick, name, box, sources, zoom };
    }

    /* Streets are asked for a box larger than the view, and again only outside it. */
    let known = L.latLngBounds([]);
    let knownZoom = -1;
    /** @type {AbortController|null} */
    let asking = null;

    async function fetchStreets() {
        const zoom = Math.round(map.getZoom());
        if (map.getSize().x === 0 || zoom < 11) return;
        if (zoom === knownZoom && known.isValid() && known.contains(map.getBounds())) return;
        asking?.abort();
        asking = new AbortController();
        const box = map.getBounds().pad(PADDING);
        try {
            const found = await streets([box.getWest(), box.getSouth(), box.getEast(), box.getNorth()], zoom, asking.signal);
            scene.streets = found.features;
            known = box;
            knownZoom = zoom;
            sketch.redraw();
        } catch { /* the outlines stay; the next move asks again */ }
    }
    map.on('moveend', fetchStreets);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => sketch.redraw());
    map.on('resize', () => { if (unfitted) fit(); });

    /* A hidden map has no size: it is fitted when it comes on the screen. */
    let unfitted = false;

    function fit() {
        const target = wanted.isValid() ? wanted : home;
        if (!target.isValid()) return;
        unfitted = map.getSize().x === 0;
        if (unfitted) return;
        map.fitBounds(target, { ...MARGINS, animate: false });
    }

    /** @param {FeatureCollection} collection */
    function territory(collection) {
        scene.areas = collection.features;
        outline.clearLayers();
        const limits = collection.features.filter(({ properties }) => properties.kind === 'territory');
        const shape = L.geoJSON({ type: 'FeatureCollection', features: limits },
            { interactive: false, style: { className: 'outline', fill: false, weight: 2.5, color: '' } }).addTo(outline);
        home = shape.getBounds();
        const box = collection.territory?.box;
        if (!home.isValid() && box) home = L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
        container.setAttribute('data-drawn', 'true');
        if (!wanted.isValid()) fit();
        sketch.redraw();
    }

    /** @param {Raster|null|undefined} offered */
    function background(offered) {
        if (!offered?.url || offered.enabled === false) return;
        let came = 0, lost = 0;
        raster = L.tileLayer(offered.url, { maxZoom: 19, crossOrigin: null, referrerPolicy: 'no-referrer' });
        raster.on('tileload', () => { came++; });
        raster.on('tileerror', () => {
            lost++;
            if (came > 0 || lost < TILES_LOST) return;
            rasterLost = true;
            raster.remove();
            controls.tick.checked = false;
            nameRaster();
        });
        raster.on('remove', () => { lost = 0; });
        raster.on('add', () => { rasterLost = false; });
        controls.box.hidden = false;
        nameRaster();
        controls.tick.checked = !rasterRefused();
        if (controls.tick.checked) raster.addTo(map);
    }

    function nameRaster() {
        controls.name.textContent = word(rasterLost ? 'raster.lost' : 'raster');
    }

    /** @param {string} text */
    function sources(text) {
        controls.sources.textContent = text;
    }

    /** @param {Marked} marked @param {number} step */
    function addMarker({ mark, near, resource }, step) {
        if (!resource.geometry) return;
        const [lon, lat] = resource.geometry.coordinates;
        const name = resource.properties.name;
        const shape = element('span', { class: near ? 'pin near' : 'pin' }, mark);
        const icon = L.divIcon({ className: 'pin-place', html: shape, iconSize: [30, 30], iconAnchor: [15 - step * 24, 15] });
        const marker = L.marker([lat, lon], { icon, riseOnHover: true, zIndexOffset: near ? 0 : 500 }).addTo(markers);
        marker.getElement()?.setAttribute('aria-label', `${mark}. ${name}`);
        marker.bindTooltip(element('span', {}, name), { direction: 'top', offset: [step * 24, -14] });
        marker.on('click', () => picked(resource.id));
        marker.on('keypress', (/** @type {any} */ event) => { if (event.originalEvent.key === 'Enter') picked(resource.id); });
        marker.on('mouseover', () => hovered(resource.id));
        marker.on('mouseout', () => hovered(null));
        markerOf.set(resource.id, marker);
    }

    /** @param {[number, number]} point @param {string} label */
    function addAsked([lon, lat], label) {
        const icon = L.divIcon({ className: 'pin-place', html: element('span', { class: 'door' }), iconSize: [34, 42], iconAnchor: [17, 40] });
        const marker = L.marker([lat, lon], { icon, zIndexOffset: 1000, keyboard: false }).addTo(markers);
        marker.getElement()?.setAttribute('role', 'img');
        marker.getElement()?.setAttribute('aria-label', label);
        marker.bindTooltip(element('span', {}, label), { direction: 'top', offset: [0, -38] });
    }

    /**
     * @param {Marked[]} marked
     * @param {{point: [number, number], label: string}|null} asked
     */
    function show(marked, asked) {
        empty();
        const steps = spread(marked);
        for (const one of marked) addMarker(one, steps.get(one.resource.id) ?? 0);
        const points = marked.filter(({ near }) => !near).slice(0, 12).map(({ resource }) => resource.geometry?.coordinates);
        for (const point of points) if (point) wanted.extend([point[1], point[0]]);
        if (asked) {
            addAsked(asked.point, asked.label);
            door = L.latLng(asked.point[1], asked.point[0]);
            wanted.extend(door);
        }
        fit();
    }

    function empty() {
        markers.clearLayers();
        zoneLayer.clearLayers();
        markerOf.clear();
        door = null;
        wanted = L.latLngBounds([]);
    }

    function clear() {
        empty();
        fit();
    }

    /** @param {string|null} id */
    function highlight(id) {
        for (const [key, marker] of markerOf) {
            marker.getElement()?.firstElementChild?.classList.toggle('lit', key === id);
            marker.setZIndexOffset(key === id ? 2000 : 500);
        }
    }

    /** @param {FeatureCollection|null} collection */
    function zones(collection) {
        zoneLayer.clearLayers();
        if (!collection?.features.length) return;
        const drawn = L.geoJSON(collection, {
            style: (/** @type {any} */ { properties }) => ({ className: `zone ${properties.effect}`, weight: 2, color: '', fillColor: '' }),
            onEachFeature: (/** @type {any} */ { properties }, /** @type {any} */ layer) => {
                if (properties.label) layer.bindTooltip(element('span', {}, properties.label), { sticky: true });
            },
        }).addTo(zoneLayer);
        const bounds = drawn.getBounds();
        if (door) bounds.extend(door);
        if (bounds.isValid()) map.fitBounds(bounds, { ...MARGINS, animate: !still });
    }

    /** To be told when the map comes on the screen. */
    function resize() {
        map.invalidateSize({ animate: false });
    }

    /** Puts the words of the language on the controls. */
    function relabel() {
        const set = (/** @type {string} */ selector, /** @type {string} */ text) => {
            const found = container.querySelector(selector);
            found?.setAttribute('title', text);
            found?.setAttribute('aria-label', text);
        };
        set('.leaflet-control-zoom-in', word('zoom.in'));
        set('.leaflet-control-zoom-out', word('zoom.out'));
        sketch.canvas.setAttribute('aria-label', word('map.drawn'));
        nameRaster();
    }

    return { territory, background, sources, show, clear, highlight, zones, resize, relabel };
}
