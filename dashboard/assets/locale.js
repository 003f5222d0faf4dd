/* What Plotly says of itself in Chinese: days and months of an axis of dates, numbers, and the few words it may show though its bar of tools is
   off. It takes what lies here when it is loaded. */
window.PlotlyLocales = (window.PlotlyLocales || []).concat([{
  moduleType: "locale", name: "zh-CN",
  dictionary: {
    "Double-click to zoom back out": "双击还原", "Double-click on legend to isolate one trace": "双击图例，只看这一项", "Produced with Plotly": "",
    "Taking snapshot - this may take a few seconds": "正在生成图片，请稍候", "Snapshot succeeded": "图片已生成",
    "Sorry, there was a problem downloading your snapshot!": "图片没有生成，请再试一次",
    "trace": "系列", "lat:": "纬度：", "lon:": "经度：", "mean:": "平均：", "median:": "中位数：", "min:": "最小：", "max:": "最大：",
    "q1:": "下四分位：", "q3:": "上四分位：", "lower fence:": "下界：", "upper fence:": "上界：", "new text": "文字"
  },
  format: {
    days: ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"], shortDays: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
    months: ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"],
    shortMonths: ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"],
    date: "%Y-%m-%d", year: "%Y年", month: "%Y年%-m月", dayMonth: "%-m月%-d日", dayMonthYear: "%Y年%-m月%-d日",
    decimal: ".", thousands: ",", grouping: [3], currency: ["", "元"]
  }
}]);
