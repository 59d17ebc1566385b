{{- define "etapp.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag }}
{{- end -}}
{{- end -}}

{{- define "etapp.labels" -}}
app.kubernetes.io/part-of: etapp
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "etapp.selector" -}}
app.kubernetes.io/part-of: etapp
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "etapp.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "etapp.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "etapp.placement" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- include "etapp.podSecurity" . | nindent 2 }}
{{- if .Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml .Values.image.pullSecrets | nindent 2 }}
{{- end }}
{{- if .Values.nodeSelector }}
nodeSelector:
  {{- toYaml .Values.nodeSelector | nindent 2 }}
{{- end }}
{{- if .Values.tolerations }}
tolerations:
  {{- toYaml .Values.tolerations | nindent 2 }}
{{- end }}
{{- if .Values.caConfigMap }}
volumes:
  - name: authorities
    configMap:
      name: {{ .Values.caConfigMap }}
{{- end }}
{{- end -}}

{{- define "etapp.mounts" -}}
{{- if .Values.caConfigMap }}
volumeMounts:
  - name: authorities
    mountPath: /etc/etapp-authorities
    readOnly: true
{{- end }}
{{- end -}}

{{- define "etapp.env" -}}
- name: ETAPP_MODE
  value: production
{{- if .Values.caConfigMap }}
- name: NODE_EXTRA_CA_CERTS
  value: /etc/etapp-authorities/ca.crt
{{- end }}
{{- if .Values.otlpEndpoint }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ .Values.otlpEndpoint | quote }}
{{- end }}
{{- end -}}
