/* How an account is drawn: a full point, a ring, or a ring with a dot, from one number a point. Made when sigma is there. */
(function () {
  "use strict";
  const VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_angle;
attribute float a_inner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_from;
varying float v_radius;
varying float v_inner;
varying float v_soft;
void main() {
  float size = a_size * u_correctionRatio / u_sizeRatio * 4.0;
  v_from = size * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + v_from, 1)).xy, 0, 1);
  v_radius = size / 2.0;
  v_inner = a_inner;
  v_soft = u_correctionRatio * 2.0;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= 255.0 / 254.0;
}`;
  /* a_inner: where the ring begins, as a part of the radius; 0 is a full point, below 0 a dot stands in the ring. */
  const FRAGMENT = `
precision mediump float;
varying vec4 v_color;
varying vec2 v_from;
varying float v_radius;
varying float v_inner;
varying float v_soft;
void main() {
  float soft = v_soft, at = length(v_from), hole = abs(v_inner) * v_radius;
  #ifdef PICKING_MODE
  gl_FragColor = at > v_radius - soft ? vec4(0.0) : v_color;
  #else
  float ring = hole > 0.0 ? clamp((at - hole + soft) / soft, 0.0, 1.0) : 1.0;
  if (v_inner < 0.0) { ring = max(ring, clamp((v_radius * 0.35 - at) / soft, 0.0, 1.0)); }
  gl_FragColor = mix(vec4(0.0), v_color, ring * clamp((v_radius - at) / soft, 0.0, 1.0));
  #endif
}`;
  let made = null;
  window.wakelineNetMarks = () => {
    if (made) { return made; }
    const Base = window.wakelineSigma.NodeCircleProgram;
    made = class extends Base {
      getDefinition() {
        const known = super.getDefinition();
        return Object.assign({}, known, {VERTEX_SHADER_SOURCE: VERTEX, FRAGMENT_SHADER_SOURCE: FRAGMENT,
          ATTRIBUTES: known.ATTRIBUTES.concat({name: "a_inner", size: 1, type: WebGLRenderingContext.FLOAT})});
      }
      processVisibleItem(index, at, data) {
        super.processVisibleItem(index, at, data);
        this.array[at + 5] = data.inner || 0;
      }
    };
    return made;
  };
})();
